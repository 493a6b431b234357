import {
  clusterEvents,
  clusterSimulation,
  cp1,
  initCluster,
  joinAgent,
  kubectl,
  onlyCluster,
  worker1,
  type ClusterSimulation,
} from "./support";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
});
afterEach(() => simulation.close());

test("the program's scripts initialize a cluster and join a worker", async () => {
  const caHash = await initCluster(simulation, cp1);
  expect(caHash).toBe(onlyCluster(simulation).caHash);
  await joinAgent(simulation, worker1, caHash);
  const { stdout } = await kubectl(simulation, cp1, "get nodes --no-headers");
  expect(stdout.split("\n").map((line) => line.split(/\s+/).slice(0, 3))).toEqual([
    [cp1.name, "Ready", "control-plane,etcd,master"],
    [worker1.name, "Ready", "<none>"],
    [""],
  ]);
  expect(clusterEvents(simulation).map(({ change, machine }) => [change, machine])).toEqual([
    ["initialized", cp1.name],
    ["vip-moved", cp1.name],
    ["agent-joined", worker1.name],
  ]);
});
