import { clusterSimulation, cp1, on, type ClusterSimulation } from "../support";
import { first, start } from "./by-hand";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
});
afterEach(() => simulation.close());

test("the supervisor serves its CA to everybody, and the rest to authorized clients", async () => {
  await start(simulation, cp1, "server", first);
  const ask = (path: string, more = "") =>
    on(simulation, cp1, `sudo -n curl -ks -w ' %{http_code}' ${more} https://127.0.0.1:9345${path}`);
  expect((await ask("/ping")).stdout).toBe("pong 200");
  expect((await ask("/cacerts")).stdout).toContain("BEGIN CERTIFICATE");
  expect((await ask("/v1-rke2/readyz")).stdout).toContain("401");
  const tls = "/var/lib/rancher/rke2/server/tls/etcd";
  expect((await ask("/v1-rke2/readyz", `--cert ${tls}/client.crt --key ${tls}/client.key`)).stdout).toBe("ok 200");
});

const tls = "/var/lib/rancher/rke2/server/tls/etcd";
const ca = `--cacert ${tls}/server-ca.crt`;
const client = `${ca} --cert ${tls}/client.crt --key ${tls}/client.key`;
const askEtcd = (port: number, flags: string) =>
  on(
    simulation,
    cp1,
    `sudo -n curl -fsS --max-time 5 ${flags} -X POST -d '{}' https://127.0.0.1:${port}/v3/cluster/member/list`,
  );

test("etcd lists its members to clients with a certificate, through its gateway on the server itself", async () => {
  await start(simulation, cp1, "server", first);
  expect((await askEtcd(2382, "")).code).toBe(60);
  const stranger = await askEtcd(2382, ca);
  expect(stranger.code).toBe(56);
  expect(stranger.stderr).toContain("alert certificate required");
  const { stdout } = await askEtcd(2382, client);
  expect(JSON.parse(stdout)).toMatchObject({ members: [{ peerURLs: [`https://${cp1.address}:2380`] }] });
});

test("etcd's client port serves only gRPC", async () => {
  await start(simulation, cp1, "server", first);
  const { code, stderr } = await askEtcd(2379, client);
  expect({ code, stderr }).toEqual({ code: 22, stderr: "curl: (22) The requested URL returned error: 415\n" });
  expect((await askEtcd(2379, ca)).code).toBe(56);
});

test("etcd's health needs no certificate, and its peer port has no gateway", async () => {
  await start(simulation, cp1, "server", first);
  const health = await on(simulation, cp1, "curl -fsS http://127.0.0.1:2381/health");
  expect(JSON.parse(health.stdout)).toMatchObject({ health: "true" });
  expect((await askEtcd(2380, client)).code).toBe(52);
});

test("etcd's gateway is reachable only from the server itself, as are its metrics unless exposed", async () => {
  const ask = async (address: string) => (await on(simulation, cp1, `curl -ks ${address}/health`)).code;
  await start(simulation, cp1, "server", first);
  expect(await ask(`https://${cp1.address}:2382`)).toBe(7);
  expect(await ask(`http://${cp1.address}:2381`)).toBe(7);
});

test("exposed metrics of etcd are readable by everybody", async () => {
  await start(simulation, cp1, "server", `${first}etcd-expose-metrics: true\n`);
  expect((await on(simulation, cp1, `curl -fsS http://${cp1.address}:2381/health`)).code).toBe(0);
});
