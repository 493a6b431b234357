import {
  clusterEvents,
  clusterWorld,
  cp1,
  foundCluster,
  joinAgent,
  kubectl,
  onlyCluster,
  worker1,
  type ClusterWorld,
} from "./support";

let world: ClusterWorld;
beforeEach(async () => {
  world = await clusterWorld();
});
afterEach(() => world.close());

test("the program's own scripts found a cluster and bring in a worker", async () => {
  const caHash = await foundCluster(world, cp1);
  expect(caHash).toBe(onlyCluster(world).caHash);
  await joinAgent(world, worker1, caHash);
  const { stdout } = await kubectl(world, cp1, "get nodes --no-headers");
  expect(stdout.split("\n").map((line) => line.split(/\s+/).slice(0, 3))).toEqual([
    [cp1.name, "Ready", "control-plane,etcd,master"],
    [worker1.name, "Ready", "<none>"],
    [""],
  ]);
  expect(clusterEvents(world).map(({ change, machine }) => [change, machine])).toEqual([
    ["founded", cp1.name],
    ["vip-moved", cp1.name],
    ["agent-joined", worker1.name],
  ]);
});
