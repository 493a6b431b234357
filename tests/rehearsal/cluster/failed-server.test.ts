import { renderFailedServerScript } from "../../../distributions/rke2/script";
import type { Ran } from "../guests/support";
import {
  clusterEvents,
  clusterSimulation,
  cp1,
  cp2,
  cp3,
  initCluster,
  onlyCluster,
  run,
  succeed,
  type ClusterSimulation,
} from "./support";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
  await initCluster(simulation, cp1, cp2, cp3);
});
afterEach(() => simulation.close());

const forget = (): Promise<Ran> => run(simulation, cp1, renderFailedServerScript(cp3), "remove_failed");
const members = () => onlyCluster(simulation).etcd.members.map(({ node }) => node);

test("a failed server is removed from etcd and its node deleted, any number of times", async () => {
  await simulation.guests.powerOff(cp3.vmId, "stop");
  await succeed(forget());
  await succeed(forget());
  expect(members()).toEqual([cp1.name, cp2.name]);
  expect([...onlyCluster(simulation).nodes.keys()]).toEqual([cp1.name, cp2.name]);
  expect(clusterEvents(simulation, "server-left").map(({ machine }) => machine)).toEqual([cp3.name]);
});

test("one that answers is left alone", async () => {
  const { code, stderr } = await forget();
  expect(code).toBe(1);
  expect(stderr).toContain("it answers on 9345, so it has not failed: remove `failed`, or switch it off first");
  expect(members()).toEqual([cp1.name, cp2.name, cp3.name]);
});
