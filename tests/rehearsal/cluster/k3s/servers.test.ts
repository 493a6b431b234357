import {
  boot,
  clusterEvents,
  cp1,
  cp2,
  cp3,
  on,
  onlyCluster,
  run,
  succeed,
  until,
  worker1,
  type ClusterSimulation,
} from "../support";
import { initCluster, joinAgent, journal, k3sPlan, k3sSimulation, kubectl, planned, serverScript } from "./support";

let simulation: ClusterSimulation;
let caHash: string;
beforeEach(async () => {
  simulation = await k3sSimulation();
  caHash = await initCluster(simulation, [cp1, cp2, cp3]);
});
afterEach(() => simulation.close());

const changes = (): string[] => clusterEvents(simulation).map(({ change, machine }) => `${change} ${machine}`);
const count = () => onlyCluster(simulation).etcd.count();

test("three servers join one after another, all vote, and a worker joins through the VIP", async () => {
  expect(count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(changes().filter((change) => change.startsWith("server-join"))).toEqual([
    `server-joining ${cp2.name}`,
    `server-joined ${cp2.name}`,
    `server-joining ${cp3.name}`,
    `server-joined ${cp3.name}`,
  ]);
  await joinAgent(simulation, worker1, cp1, caHash);
  const { stdout } = await kubectl(simulation, cp2, "get nodes --no-headers");
  expect(stdout.match(/ Ready /g)).toHaveLength(4);
  const vip = await on(simulation, worker1, `curl -ks https://${planned.cluster.vip}:6443/ping`);
  expect(vip.stdout).toBe("pong");
});

test("its single binary takes the time of a release download", () => {
  const downloads = simulation.context.events.all.filter(
    (event) => event.kind === "span" && event.label === "download k3s" && event.latencyMs > 0,
  );
  expect(downloads.map((event) => "machine" in event && event.machine)).toEqual([cp1.name, cp2.name, cp3.name]);
});

test("running the scripts again changes nothing, and restarts nothing", async () => {
  const before = clusterEvents(simulation).length;
  const words = journal(simulation, cp2);
  await succeed(run(simulation, cp2, serverScript(cp2, caHash), "join"));
  expect(clusterEvents(simulation)).toHaveLength(before);
  expect(journal(simulation, cp2)).toBe(words);
});

test("etcd and the API server stop with the process, and come back with it", async () => {
  await on(simulation, cp2, "sudo -n systemctl stop k3s");
  expect(changes()).toContain(`server-down ${cp2.name}`);
  expect((await on(simulation, cp2, "curl -ks https://127.0.0.1:6443/ping")).code).toBe(7);
  expect(count()).toEqual({ voting: 3, learners: 0, up: 2 });
  expect((await on(simulation, cp2, "sudo -n systemctl start k3s")).code).toBe(0);
  expect(count()).toEqual({ voting: 3, learners: 0, up: 3 });
});

test("two of three servers leave, one after the other, without losing quorum", async () => {
  for (const server of [cp3, cp1]) {
    await succeed(run(simulation, server, serverScript(server, caHash), "leave"));
    expect((await on(simulation, server, "systemctl is-active k3s")).stdout.trim()).toBe("inactive");
  }
  expect(count()).toEqual({ voting: 1, learners: 0, up: 1 });
  expect(changes().filter((change) => change.startsWith("quorum-lost"))).toEqual([]);
  expect([...onlyCluster(simulation).nodes.keys()]).toEqual([cp2.name]);
  await simulation.guests.powerOff(cp1.vmId, "stop");
  await boot(simulation, cp1, 1);
  await succeed(run(simulation, cp1, serverScript(cp1, caHash), "join"));
  expect(count()).toEqual({ voting: 2, learners: 0, up: 2 });
});

test("a server that leaves is not restarted by systemd, as it would rejoin", async () => {
  await succeed(run(simulation, cp3, serverScript(cp3, caHash), "leave"));
  expect(journal(simulation, cp3)).toContain("this node has been removed from the cluster please restart k3s");
  expect(journal(simulation, cp3)).not.toContain("Scheduled restart job");
  expect(changes().filter((change) => change === `server-joining ${cp3.name}`)).toHaveLength(1);
});

test("a server interrupted while leaving resumes", async () => {
  for (const [server, cut] of [
    [cp3, 'attempt 180 "the cluster to remove the member"'],
    [cp2, ': >"$LEFT"'],
  ] as const) {
    const script = serverScript(server, caHash);
    expect(script).toContain(cut);
    expect((await run(simulation, server, script.replace(cut, "exit 7; :"), "leave")).code).toBe(7);
    await succeed(run(simulation, server, script, "leave"));
  }
  expect(count()).toEqual({ voting: 1, learners: 0, up: 1 });
});

test("a server interrupted before its member was removed can stay after all", async () => {
  const cut = "remove_member\n  step";
  const script = serverScript(cp3, caHash);
  expect(script).toContain(cut);
  expect((await run(simulation, cp3, script.replace(cut, "exit 7\n  step"), "leave")).code).toBe(7);
  await succeed(run(simulation, cp3, script, "join"));
  expect((await on(simulation, cp3, "systemctl is-enabled k3s")).code).toBe(0);
  expect((await on(simulation, cp3, "ls /run/systemd/system/k3s.service.d")).stdout).not.toContain("leaving");
});

test("components are disabled on one server after another, and a server that joins later agrees with them", async () => {
  await succeed(run(simulation, cp3, serverScript(cp3, caHash), "leave"));
  const edited = k3sPlan({ disable: ["servicelb"] });
  for (const server of [cp1, cp2]) await succeed(run(simulation, server, serverScript(server, caHash, edited), "join"));
  await simulation.guests.powerOff(cp3.vmId, "stop");
  await boot(simulation, cp3, 1);
  await succeed(run(simulation, cp3, serverScript(cp3, caHash, edited), "join"));
  expect(count()).toEqual({ voting: 3, learners: 0, up: 3 });
});

test("losing two of three servers stops the API, and the return of one restores it", async () => {
  await simulation.guests.powerOff(cp1.vmId, "stop");
  await simulation.guests.powerOff(cp2.vmId, "stop");
  const lost = await kubectl(simulation, cp3, "--request-timeout=5s get nodes");
  expect(lost).toMatchObject({ code: 1, stderr: expect.stringContaining("context deadline exceeded") });
  await boot(simulation, cp2);
  await until(() => changes().includes(`quorum-regained ${cp2.name}`));
  expect((await kubectl(simulation, cp3, "get nodes --no-headers")).stdout).toContain(cp3.name);
});
