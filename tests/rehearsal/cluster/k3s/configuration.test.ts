import { renderServerScript } from "../../../../distributions/k3s/script";
import { boot, cp1, cp2, on, onlyCluster, run, secrets, succeed, worker1, type ClusterSimulation } from "../support";
import { initCluster, joinAgent, journal, k3sPlan, k3sSimulation, kubectl, serverScript, startByHand } from "./support";

let simulation: ClusterSimulation;
afterEach(() => simulation.close());

const ready = "-o jsonpath='{.status.conditions[?(@.type==\"Ready\")].status}'";
const first = "token: secret\nagent-token: agent-secret\n";
const joining = `server: https://${cp1.address}:6443\n${first}`;

test("without cluster-init the cluster uses SQLite: no etcd answers, and no server can join", async () => {
  simulation = await k3sSimulation();
  expect((await startByHand(simulation, cp1, first)).code).toBe(0);
  expect((await on(simulation, cp1, "curl -ks https://127.0.0.1:2382/health")).code).toBe(7);
  await startByHand(simulation, cp2, joining);
  expect(journal(simulation, cp2)).toContain("it was started without cluster-init");
});

test("a server told both to initialize and to join joins", async () => {
  simulation = await k3sSimulation();
  await startByHand(simulation, cp1, `${first}cluster-init: true\n`);
  await startByHand(simulation, cp2, `${joining}cluster-init: true\n`);
  expect(onlyCluster(simulation).etcd.count().voting).toBe(2);
});

test("a server that disables other components is rejected", async () => {
  simulation = await k3sSimulation();
  await startByHand(simulation, cp1, `${first}cluster-init: true\n`);
  await startByHand(simulation, cp2, `${joining}disable: [servicelb]\n`);
  expect(journal(simulation, cp2)).toContain("critical configuration value mismatch between servers");
});

test("a server ignores a key that it does not know, and an agent does not start", async () => {
  simulation = await k3sSimulation();
  await startByHand(simulation, cp1, `${first}cluster-init: true\ntls-sans: [x]\n`);
  expect(journal(simulation, cp1)).toContain("Unknown flag --tls-sans found in config.yaml, skipping");
  await startByHand(simulation, worker1, `server: https://${cp1.address}:6443\ntoken: secret\ntls-san: [x]\n`, "agent");
  expect(journal(simulation, worker1)).toContain("flag provided but not defined: -tls-san");
});

test("a missing audit policy stops the server", async () => {
  simulation = await k3sSimulation();
  await startByHand(simulation, cp1, `${first}kube-apiserver-arg: [audit-policy-file=/etc/rancher/k3s/none.yaml]\n`);
  expect(journal(simulation, cp1)).toContain("open /etc/rancher/k3s/none.yaml: no such file or directory");
});

test("the supervisor answers on the API's port, before the API, to authorized clients", async () => {
  simulation = await k3sSimulation();
  await startByHand(simulation, cp1, `${first}cluster-init: true\n`);
  const ask = (path: string, more = "") =>
    on(simulation, cp1, `sudo -n curl -ks -w ' %{http_code}' ${more} https://127.0.0.1:6443${path}`);
  expect((await ask("/ping")).stdout).toBe("pong 200");
  expect((await ask("/cacerts")).stdout).toContain("BEGIN CERTIFICATE");
  expect((await ask("/v1-k3s/readyz")).stdout).toContain("401");
  expect((await ask("/readyz")).stdout).toContain("401");
  expect((await on(simulation, cp1, "curl -ks https://127.0.0.1:9345/ping")).code).toBe(7);
});

const withCilium = k3sPlan({ cni: "cilium", agentVersion: "v1.33.5+k3s1" });

test("with Cilium nodes become Ready, including agents of an older release", async () => {
  simulation = await k3sSimulation(withCilium);
  const caHash = await initCluster(simulation, [cp1], withCilium);
  await joinAgent(simulation, worker1, cp1, caHash, withCilium);
  const { stdout } = await kubectl(simulation, cp1, "get nodes --no-headers");
  expect(stdout.match(/ Ready /g)).toHaveLength(2);
  expect(stdout).toContain("v1.33.5+k3s1");
});

test.each([
  ["waits for the network that it installs", "bootstrap: true", "bootstrap: false"],
  ["finds no API server on agents' loopback", "k8sServicePort: 6444", "k8sServicePort: 6443"],
])("a node stays without network if Cilium %s", async (_why, from, to) => {
  simulation = await k3sSimulation(withCilium);
  await boot(simulation, cp1);
  const script = serverScript(cp1, "", withCilium);
  expect(script).toContain(from);
  await succeed(run(simulation, cp1, script.replace(from, to), "init_cluster"));
  expect((await kubectl(simulation, cp1, `get node ${cp1.name} ${ready}`)).stdout).toBe("False");
});

test("a newer release replaces the program while it runs, and an older one is refused", async () => {
  const [older, newer] = [k3sPlan(), k3sPlan({ version: "v1.34.2+k3s1" })];
  simulation = await k3sSimulation(k3sPlan({ version: "v1.34.2+k3s1", agentVersion: "v1.34.1+k3s1" }));
  const caHash = await initCluster(simulation, [cp1], older);
  const script = (of: typeof older) => renderServerScript(of, cp1, { ...secrets, caHash });
  await succeed(run(simulation, cp1, script(newer), "join"));
  expect((await kubectl(simulation, cp1, "get nodes --no-headers")).stdout).toContain("v1.34.2+k3s1");
  expect(await run(simulation, cp1, script(older), "join")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("runs k3s v1.34.2+k3s1, which is newer"),
  });
});

test("a download with a wrong checksum is not installed", async () => {
  simulation = await k3sSimulation();
  await boot(simulation, cp1);
  const script = serverScript(cp1, "").replace("ARTIFACT_SHA256=''", `ARTIFACT_SHA256='${"0".repeat(64)}'`);
  const ran = await run(simulation, cp1, script, "init_cluster");
  expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining("nothing was installed") });
  expect((await on(simulation, cp1, "ls /usr/local/bin/k3s")).code).not.toBe(0);
});
