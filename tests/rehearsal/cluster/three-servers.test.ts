import { renderNodeScript } from "../../../distributions/rke2/script";
import {
  agentScript,
  boot,
  clusterEvents,
  clusterSimulation,
  cp1,
  cp2,
  cp3,
  initCluster,
  joinAgent,
  kubectl,
  on,
  onlyCluster,
  plan,
  run,
  serverScript,
  spec,
  succeed,
  until,
  worker1,
  worker2,
  type ClusterSimulation,
} from "./support";

let simulation: ClusterSimulation;
let caHash: string;
beforeEach(async () => {
  simulation = await clusterSimulation();
  caHash = await initCluster(simulation, cp1, cp2, cp3);
});
afterEach(() => simulation.close());

const changes = (): unknown[] => clusterEvents(simulation).map(({ change, machine }) => `${change} ${machine}`);

test("three servers join one after another and all vote", () => {
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(changes()).toEqual([
    `initialized ${cp1.name}`,
    `vip-moved ${cp1.name}`,
    `server-joining ${cp2.name}`,
    `server-joined ${cp2.name}`,
    `server-joining ${cp3.name}`,
    `server-joined ${cp3.name}`,
  ]);
});

test("running the scripts again changes nothing", async () => {
  const before = clusterEvents(simulation).length;
  await succeed(run(simulation, cp2, serverScript(cp2, caHash), "join"));
  expect(clusterEvents(simulation)).toHaveLength(before);
});

test("the VIP moves to another server when its holder dies", async () => {
  const holder = onlyCluster(simulation).vip.holderName;
  expect(holder).toBe(cp1.name);
  await simulation.guests.powerOff(cp1.vmId, "stop");
  await until(() => onlyCluster(simulation).vip.holderName !== undefined);
  const { stdout } = await on(simulation, cp2, `curl -ks --max-time 5 https://${plan.cluster.vip}:9345/ping`);
  expect(stdout).toBe("pong");
});

test("losing two of three servers stops the API, and the return of one restores it", async () => {
  await simulation.guests.powerOff(cp1.vmId, "stop");
  await simulation.guests.powerOff(cp2.vmId, "stop");
  expect(changes()).toContain(`quorum-lost ${cp2.name}`);
  const lost = await kubectl(simulation, cp3, "--request-timeout=5s get nodes");
  expect(lost).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("Unable to connect to the server: context deadline exceeded"),
  });
  simulation.guests.powerOn(spec(cp2));
  await until(() => changes().includes(`quorum-regained ${cp2.name}`));
  expect((await kubectl(simulation, cp3, "get nodes --no-headers")).stdout).toContain(cp3.name);
});

test("a server leaves with its pods, its member and its node, and can be rebuilt into the same cluster", async () => {
  await succeed(run(simulation, cp1, serverScript(cp1, caHash), "leave"));
  const left = changes().filter((change) => !String(change).startsWith("vip-moved"));
  expect(left.slice(-3)).toEqual([`node-drained ${cp1.name}`, `server-left ${cp1.name}`, `node-removed ${cp1.name}`]);
  await simulation.guests.powerOff(cp1.vmId, "stop");
  await boot(simulation, cp1, 1);
  await succeed(run(simulation, cp1, serverScript(cp1, caHash), "join"));
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
});

test("a server interrupted while leaving resumes, whether its node is already gone or not", async () => {
  for (const [server, cut] of [
    [cp3, 'kubectl --server "https://$peer:6443" delete node'],
    [cp2, ': >"$LEFT"'],
  ] as const) {
    const script = serverScript(server, caHash);
    expect(script).toContain(cut);
    expect((await run(simulation, server, script.replace(cut, "exit 7; :"), "leave")).code).toBe(7);
    await succeed(run(simulation, server, script, "leave"));
  }
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 1, learners: 0, up: 1 });
});

test("a server may not leave if that costs the quorum: a member that is down still counts", async () => {
  await simulation.guests.powerOff(cp3.vmId, "stop");
  const silentSince = onlyCluster(simulation).nodes.get(cp3.name)?.silentSince ?? Number.NaN;
  await until(() => simulation.context.clock.now() > silentSince + 60);
  const ran = await run(simulation, cp1, serverScript(cp1, caHash), "leave");
  expect(ran).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("only 1 of the 2 servers that would stay are Ready: leaving now loses the quorum"),
  });
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 3, learners: 0, up: 2 });
});

test("a server that has already left can leave again silently, and come back", async () => {
  await succeed(run(simulation, cp3, serverScript(cp3, caHash), "leave"));
  const before = clusterEvents(simulation).length;
  await succeed(run(simulation, cp3, serverScript(cp3, caHash), "leave"));
  expect(clusterEvents(simulation)).toHaveLength(before);
  await simulation.guests.powerOff(cp3.vmId, "stop");
  await boot(simulation, cp3, 1);
  await succeed(run(simulation, cp3, serverScript(cp3, caHash), "join"));
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
});

test("fails to join when a machine was rebuilt without leaving", async () => {
  await simulation.guests.powerOff(cp3.vmId, "stop");
  await boot(simulation, cp3, 1);
  const script = serverScript(cp3, caHash).replace(
    'start_unit \"$SERVER_UNIT\" 1500',
    'start_unit \"$SERVER_UNIT\" 30',
  );
  const ran = await run(simulation, cp3, script, "join");
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("ETCD join failed: duplicate node name found, please use a unique name for this node");
});

test("a first server rebuilt without `server:` initializes a second cluster although another one is running", async () => {
  await simulation.guests.powerOff(cp1.vmId, "stop");
  await boot(simulation, cp1, 1);
  const blind = serverScript(cp1, "").replaceAll("$JOIN_PORT/ping", "$JOIN_PORT/nowhere");
  await succeed(run(simulation, cp1, blind, "init_cluster"));
  expect(clusterEvents(simulation, "initialized").map(({ cluster }) => cluster)).toHaveLength(2);
  expect(simulation.clusters.all()).toHaveLength(2);
});

test("a worker is drained and removed by a server", async () => {
  await joinAgent(simulation, worker1, caHash);
  await joinAgent(simulation, worker2, caHash);
  await succeed(run(simulation, cp1, renderNodeScript(worker1), "remove"));
  expect(changes().slice(-2)).toEqual([`node-drained ${worker1.name}`, `node-removed ${worker1.name}`]);
  const cluster = onlyCluster(simulation);
  const web = cluster.pods.all([...cluster.nodes.values()]).filter(({ app }) => app === "web");
  expect(web.map(({ node }) => node)).toEqual([worker2.name, worker2.name, worker2.name]);
});

test("a worker rebuilt under the name of an existing node is rejected", async () => {
  await joinAgent(simulation, worker1, caHash);
  await simulation.guests.powerOff(worker1.vmId, "stop");
  await boot(simulation, worker1, 1);
  const script = agentScript(worker1, caHash).replace(
    'start_unit \"$AGENT_UNIT\" 900',
    'start_unit \"$AGENT_UNIT\" 20',
  );
  const ran = await run(simulation, worker1, script, "join");
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("Node password rejected, duplicate hostname");
});

test("two servers joining at once: the second waits while the first is still learning", async () => {
  await succeed(run(simulation, cp3, serverScript(cp3, caHash), "leave"));
  await succeed(run(simulation, cp2, serverScript(cp2, caHash), "leave"));
  for (const server of [cp2, cp3]) {
    await simulation.guests.powerOff(server.vmId, "stop");
    await boot(simulation, server, 1);
  }
  await Promise.all([cp2, cp3].map((server) => succeed(run(simulation, server, serverScript(server, caHash), "join"))));
  const logs = [cp2, cp3].flatMap(({ name }) => simulation.guests.machine(name)?.journal("rke2-server.service") ?? []);
  expect(logs.join("\n")).toContain(
    "Waiting for other members to finish joining etcd cluster: etcdserver: too many learner members in cluster",
  );
  expect(onlyCluster(simulation).etcd.count().voting).toBe(3);
});
