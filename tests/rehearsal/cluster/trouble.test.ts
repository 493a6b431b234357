import {
  agentScript,
  boot,
  clusterEvents,
  clusterSimulation,
  cp1,
  cp2,
  initCluster,
  joinAgent,
  kubectl,
  onlyCluster,
  run,
  serverScript,
  succeed,
  until,
  worker1,
  type ClusterSimulation,
} from "./support";

let simulation: ClusterSimulation;
afterEach(() => simulation.close());

const ready = "-o 'jsonpath={.status.conditions[?(@.type==\"Ready\")].status}'";

test("a silent node is Ready until the grace period is over, then Unknown", async () => {
  simulation = await clusterSimulation();
  const caHash = await initCluster(simulation, cp1);
  await joinAgent(simulation, worker1, caHash);
  await simulation.guests.powerOff(worker1.vmId, "stop");
  const silentSince = onlyCluster(simulation).nodes.get(worker1.name)?.silentSince ?? Number.NaN;
  await until(() => simulation.context.clock.now() > silentSince + 60);
  expect((await kubectl(simulation, cp1, `get node ${worker1.name} ${ready}`)).stdout).toBe("Unknown");
  expect((await kubectl(simulation, cp1, `get node ${worker1.name} --no-headers`)).stdout).toContain("NotReady");
});

test("draining a failed node gives up on its pods after the given time-out", async () => {
  simulation = await clusterSimulation();
  const caHash = await initCluster(simulation, cp1);
  await joinAgent(simulation, worker1, caHash);
  await simulation.guests.powerOff(worker1.vmId, "stop");
  const drain = `drain ${worker1.name} --ignore-daemonsets --delete-emptydir-data --force`;
  expect(await kubectl(simulation, cp1, `${drain} --timeout=20s`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("to terminate: context deadline exceeded"),
  });
  expect((await kubectl(simulation, cp1, `${drain} --timeout=300s --skip-wait-for-delete-timeout=10`)).code).toBe(0);
});

test("a kubelet newer than the API server never becomes Ready", async () => {
  simulation = await clusterSimulation();
  const caHash = await initCluster(simulation, cp1);
  await boot(simulation, worker1);
  const newer = agentScript(worker1, caHash).replace(
    'start_unit "$AGENT_UNIT" 900',
    `sed -i 's/v1.34.1/v1.35.0/' /usr/local/bin/rke2; start_unit "$AGENT_UNIT" 900`,
  );
  await succeed(run(simulation, worker1, newer, "join"));
  expect((await kubectl(simulation, cp1, `get node ${worker1.name} ${ready}`)).stdout).toBe("False");
});

test("a learner that lost power blocks others until it is removed", async () => {
  simulation = await clusterSimulation({ latencies: { serverJoin: 300 } });
  const caHash = await initCluster(simulation, cp1);
  await boot(simulation, cp2);
  const joining = run(simulation, cp2, serverScript(cp2, caHash), "join").catch(() => undefined);
  const { etcd } = onlyCluster(simulation);
  await until(() => etcd.count().learners === 1);
  await simulation.guests.powerOff(cp2.vmId, "stop");
  await joining;
  expect(() => etcd.addLearner("third", "10.10.10.9")).toThrow("etcdserver: too many learner members in cluster");
  await until(() => etcd.count().learners === 0);
  expect(clusterEvents(simulation, "server-left")).toMatchObject([{ machine: cp2.name, detail: "stalled learner" }]);
});
