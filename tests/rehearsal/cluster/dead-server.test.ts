import { renderDeadServerScript } from "../../../distributions/rke2/script";
import type { Ran } from "../guests/support";
import {
  clusterEvents,
  clusterWorld,
  cp1,
  cp2,
  cp3,
  foundCluster,
  onlyCluster,
  run,
  succeed,
  type ClusterWorld,
} from "./support";

let world: ClusterWorld;
beforeEach(async () => {
  world = await clusterWorld();
  await foundCluster(world, cp1, cp2, cp3);
});
afterEach(() => world.close());

const forget = (): Promise<Ran> => run(world, cp1, renderDeadServerScript(cp3), "forget_dead");
const members = () => onlyCluster(world).etcd.members.map(({ node }) => node);

test("a server that is dead is taken out of etcd, and its node deleted, as often as it is asked for", async () => {
  await world.guests.powerOff(cp3.vmId, "stop");
  await succeed(forget());
  await succeed(forget());
  expect(members()).toEqual([cp1.name, cp2.name]);
  expect([...onlyCluster(world).nodes.keys()]).toEqual([cp1.name, cp2.name]);
  expect(clusterEvents(world, "server-left").map(({ machine }) => machine)).toEqual([cp3.name]);
});

test("one that answers is left alone", async () => {
  const { code, stderr } = await forget();
  expect(code).toBe(1);
  expect(stderr).toContain("it answers on 9345, so it is not dead: take `dead` away, or switch it off first");
  expect(members()).toEqual([cp1.name, cp2.name, cp3.name]);
});
