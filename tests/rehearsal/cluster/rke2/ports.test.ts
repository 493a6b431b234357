import { clusterWorld, cp1, on, type ClusterWorld } from "../support";
import { first, start } from "./by-hand";

let world: ClusterWorld;
beforeEach(async () => {
  world = await clusterWorld();
});
afterEach(() => world.close());

test("the supervisor tells everybody its CA, and the rest to those who may know", async () => {
  await start(world, cp1, "server", first);
  const ask = (path: string, more = "") =>
    on(world, cp1, `sudo -n curl -ks -w ' %{http_code}' ${more} https://127.0.0.1:9345${path}`);
  expect((await ask("/ping")).stdout).toBe("pong 200");
  expect((await ask("/cacerts")).stdout).toContain("BEGIN CERTIFICATE");
  expect((await ask("/v1-rke2/readyz")).stdout).toContain("401");
  const tls = "/var/lib/rancher/rke2/server/tls/etcd";
  expect((await ask("/v1-rke2/readyz", `--cert ${tls}/client.crt --key ${tls}/client.key`)).stdout).toBe("ok 200");
});

test("etcd lists its members to those with a client certificate, on the server itself", async () => {
  await start(world, cp1, "server", first);
  const tls = "/var/lib/rancher/rke2/server/tls/etcd";
  const list = "-X POST -d '{}' https://127.0.0.1:2379/v3/cluster/member/list";
  const ask = (flags: string) => on(world, cp1, `sudo -n curl -fsS --max-time 5 ${flags} ${list}`);
  expect((await ask("")).code).toBe(60);
  expect((await ask(`--cacert ${tls}/server-ca.crt`)).code).toBe(22);
  const { stdout } = await ask(`--cacert ${tls}/server-ca.crt --cert ${tls}/client.crt --key ${tls}/client.key`);
  expect(JSON.parse(stdout)).toMatchObject({ members: [{ peerURLs: [`https://${cp1.address}:2380`] }] });
});
