import type { MachinePlan } from "../../../model/cluster-plan";
import {
  boot,
  clusterEvents,
  clusterWorld,
  cp1,
  cp2,
  kubectl,
  on,
  onlyCluster,
  worker1,
  type ClusterWorld,
} from "./support";

let world: ClusterWorld;
beforeEach(async () => {
  world = await clusterWorld();
});
afterEach(() => world.close());

const release = "https://github.com/rancher/rke2/releases/download/v1.34.1%2Brke2r1";

/** Installs the release and starts it with this configuration, as one would by hand. */
async function start(target: MachinePlan, kind: "server" | "agent", config: string, prepare = "true") {
  await boot(world, target);
  return on(
    world,
    target,
    "sudo -n sh -s",
    `set -e
curl -fsSL -o /tmp/rke2.tar.gz ${release}/rke2.linux-amd64.tar.gz
tar -xzf /tmp/rke2.tar.gz -C /usr/local
mkdir -p /etc/rancher/rke2/config.yaml.d /var/lib/rancher/rke2/server/manifests
cat > /etc/rancher/rke2/config.yaml <<'END'
${config}
END
${prepare}
systemctl daemon-reload
${kind === "agent" ? "timeout 300 " : ""}systemctl start rke2-${kind}
`,
  );
}

const first = "token: secret\nagent-token: agent-secret\n";
const joining = (more = "") => `server: https://${cp1.address}:9345\ntoken: secret\nagent-token: agent-secret\n${more}`;
const journal = (target: MachinePlan, kind = "server") =>
  (world.guests.machine(target.name)?.journal(`rke2-${kind}.service`) ?? []).join("\n");

test("a server without data and without `server:` founds a cluster", async () => {
  expect((await start(cp1, "server", first)).code).toBe(0);
  expect(clusterEvents(world).map(({ change }) => change)).toEqual(["founded"]);
  expect((await on(world, cp1, "systemctl is-active rke2-server")).stdout).toBe("active\n");
});

test("an unknown key is only warned about", async () => {
  expect((await start(cp1, "server", `${first}tls-sans: [x]\n`)).code).toBe(0);
  expect(journal(cp1)).toContain("Unknown flag --tls-sans found in config.yaml, skipping");
});

test("files of config.yaml.d win in alphabetical order, and a plus sign appends", async () => {
  const prepare = `d=/etc/rancher/rke2/config.yaml.d
echo 'node-name: second' > $d/20-b.yaml; echo 'node-name: first' > $d/10-a.yaml
echo 'node-label+: [b=2]' > $d/30-c.yaml; echo 'node-label: [a=1]' > $d/05-d.yaml`;
  await start(cp1, "server", first, prepare);
  const [node] = onlyCluster(world).nodes.values();
  expect(node?.name).toBe("second");
  expect([node?.labels.get("a"), node?.labels.get("b")]).toEqual(["1", "2"]);
});

test("a configuration that is no YAML stops the server, and systemd tries again", async () => {
  const ran = await start(cp1, "server", "token: [");
  expect(ran).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      "Job for rke2-server.service failed because the control process exited with error code.",
    ),
  });
  expect(journal(cp1)).toContain('level=fatal msg="yaml: ');
});

test("a token file that is missing stops the server", async () => {
  await start(cp1, "server", "token-file: /etc/rancher/rke2/token\n");
  expect(journal(cp1)).toContain("open /etc/rancher/rke2/token: no such file or directory");
});

test("an audit policy that is missing stops the server", async () => {
  await start(cp1, "server", `${first}audit-policy-file: /etc/rancher/rke2/audit.yaml\n`);
  expect(journal(cp1)).toContain("stat /etc/rancher/rke2/audit.yaml: no such file or directory");
});

test("a node address the machine does not have stops the server", async () => {
  await start(cp1, "server", `${first}node-ip: 10.10.10.77\n`);
  expect(journal(cp1)).toContain('node IP: \\"10.10.10.77\\" not found in the host\'s network interfaces');
});

test.each([
  [
    "a server that is not there",
    "server: https://10.10.10.250:9345\ntoken: secret",
    "dial tcp 10.10.10.250:9345: connect: no route to host",
  ],
  ["a port where nothing listens", `server: https://${cp1.address}:9346\ntoken: secret`, "connect: connection refused"],
  ["a wrong token", `server: https://${cp1.address}:9345\ntoken: guess`, "401 Unauthorized"],
  ["the agents' token", `server: https://${cp1.address}:9345\ntoken: agent-secret`, "401 Unauthorized"],
  [
    "another CA than the one pinned",
    `server: https://${cp1.address}:9345\ntoken: K10${"0".repeat(64)}::server:secret`,
    "token CA hash does not match the Cluster CA certificate hash",
  ],
  ["no token", `server: https://${cp1.address}:9345`, "--token is required"],
  [
    "a different pod network",
    joining("cluster-cidr: 10.52.0.0/16"),
    "critical configuration value mismatch between servers",
  ],
  [
    "kube-proxy on here and off there",
    joining("disable-kube-proxy: true"),
    "critical configuration value mismatch between servers",
  ],
])("fails to join with %s", async (_what, config, words) => {
  await start(cp1, "server", first);
  expect((await start(cp2, "server", config)).code).not.toBe(0);
  expect(journal(cp2)).toContain(words);
  expect(onlyCluster(world).etcd.count().voting).toBe(1);
});

test("a server with data ignores `server:`, and a stopped one keeps its containers", async () => {
  await start(cp1, "server", first);
  await on(world, cp1, "sudo -n systemctl stop rke2-server");
  expect((await on(world, cp1, `curl -ks https://127.0.0.1:9345/ping`)).code).toBe(7);
  expect((await kubectl(world, cp1, "get --raw /readyz")).stdout).toBe("ok");
  const elsewhere =
    "echo 'server: https://10.10.10.250:9345' > /etc/rancher/rke2/config.yaml.d/server.yaml; systemctl start rke2-server";
  expect((await on(world, cp1, "sudo -n sh -s", elsewhere)).code).toBe(0);
  expect(clusterEvents(world, "server-down")).toEqual([]);
});

test("killall ends the containers too", async () => {
  await start(cp1, "server", first);
  expect((await on(world, cp1, "sudo -n /usr/local/bin/rke2-killall.sh")).code).toBe(0);
  expect(clusterEvents(world).map(({ change }) => change)).toEqual(["founded", "server-down", "quorum-lost"]);
  expect((await kubectl(world, cp1, "get nodes")).stderr).toContain(
    "The connection to the server 127.0.0.1:6443 was refused",
  );
});

test("a running server whose node is deleted ends, and joins anew through `server:`", async () => {
  await start(cp1, "server", first);
  await start(cp2, "server", joining());
  const again =
    "for i in 1 2 3 4 5 6 7 8 9; do sleep 10; systemctl is-active --quiet rke2-server && exit 0; done; exit 1";
  expect((await kubectl(world, cp1, `delete node ${cp2.name}`)).stdout).toBe(`node "${cp2.name}" deleted\n`);
  expect(journal(cp2)).toContain(
    "this node has been removed from the cluster please restart rke2 to rejoin the cluster",
  );
  expect((await on(world, cp2, "sh -s", again)).code).toBe(0);
  expect(clusterEvents(world, "server-joined")).toHaveLength(2);
});

test("an agent is let in by the agents' token and waits while no server answers", async () => {
  const config = `server: https://${cp1.address}:9345\ntoken: agent-secret\n`;
  expect((await start(worker1, "agent", config)).code).toBe(124);
  expect(journal(worker1, "agent")).toContain("Failed to validate connection to cluster");
  await start(cp1, "server", first);
  expect((await on(world, worker1, "sudo -n systemctl start rke2-agent")).code).toBe(0);
  expect(clusterEvents(world, "agent-joined").map(({ machine }) => machine)).toEqual([worker1.name]);
});

test("labels and taints count at registration only", async () => {
  await start(cp1, "server", `${first}node-label: [zone=a]\nnode-taint: ["k=v:NoSchedule"]\n`);
  const change = "sed -i -e 's/zone=a/zone=b/' /etc/rancher/rke2/config.yaml; systemctl restart rke2-server";
  expect((await on(world, cp1, "sudo -n sh -s", change)).code).toBe(0);
  const { stdout } = await kubectl(
    world,
    cp1,
    `get node ${cp1.name} -o jsonpath='{.metadata.labels.zone} {.spec.taints[0].key}'`,
  );
  expect(stdout).toBe("a k");
});

const cilium = (values: string) =>
  `apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: {name: rke2-cilium, namespace: kube-system}\nspec:\n  valuesContent: "${values}"\n`;
const replace = "kubeProxyReplacement: true\\nk8sServiceHost: 127.0.0.1";

test.each([
  ["no CNI", "cni: none", "", "False"],
  ["canal and kube-proxy", "cni: canal", "", "True"],
  ["canal without kube-proxy", "disable-kube-proxy: true", "", "False"],
  ["cilium beside kube-proxy", "cni: cilium", "", "True"],
  ["cilium in place of kube-proxy", "cni: cilium\ndisable-kube-proxy: true", cilium(replace), "True"],
  ["cilium that replaces nothing, without kube-proxy", "cni: cilium\ndisable-kube-proxy: true", "", "False"],
  ["two that serve Services", "cni: cilium", cilium(replace), "False"],
  [
    "a replacement that is told no API server",
    "cni: cilium\ndisable-kube-proxy: true",
    cilium("kubeProxyReplacement: true"),
    "False",
  ],
])("nodes with %s", async (_what, config, manifest, ready) => {
  const path = "/var/lib/rancher/rke2/server/manifests/cilium.yaml";
  await start(cp1, "server", `${first}${config}\n`, manifest === "" ? "true" : `cat > ${path} <<'M'\n${manifest}M`);
  const { stdout } = await kubectl(
    world,
    cp1,
    `get node ${cp1.name} -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}'`,
  );
  expect(stdout).toBe(ready);
});

test("a manifest that is no YAML is complained about and has no effect", async () => {
  await start(cp1, "server", first, "echo 'kind: [' > /var/lib/rancher/rke2/server/manifests/kube-vip.yaml");
  expect(journal(cp1)).toContain("failed to process /var/lib/rancher/rke2/server/manifests/kube-vip.yaml: yaml: ");
});

test("the supervisor tells everybody its CA, and the rest to those who may know", async () => {
  await start(cp1, "server", first);
  const ask = (path: string, more = "") =>
    on(world, cp1, `sudo -n curl -ks -w ' %{http_code}' ${more} https://127.0.0.1:9345${path}`);
  expect((await ask("/ping")).stdout).toBe("pong 200");
  expect((await ask("/cacerts")).stdout).toContain("BEGIN CERTIFICATE");
  expect((await ask("/v1-rke2/readyz")).stdout).toContain("401");
  const tls = "/var/lib/rancher/rke2/server/tls/etcd";
  expect((await ask("/v1-rke2/readyz", `--cert ${tls}/client.crt --key ${tls}/client.key`)).stdout).toBe("ok 200");
});

test("etcd lists its members to those with a client certificate, on the server itself", async () => {
  await start(cp1, "server", first);
  const tls = "/var/lib/rancher/rke2/server/tls/etcd";
  const list = "-X POST -d '{}' https://127.0.0.1:2379/v3/cluster/member/list";
  const ask = (flags: string) => on(world, cp1, `sudo -n curl -fsS --max-time 5 ${flags} ${list}`);
  expect((await ask("")).code).toBe(60);
  expect((await ask(`--cacert ${tls}/server-ca.crt`)).code).toBe(22);
  const { stdout } = await ask(`--cacert ${tls}/server-ca.crt --cert ${tls}/client.crt --key ${tls}/client.key`);
  expect(JSON.parse(stdout)).toMatchObject({ members: [{ peerURLs: [`https://${cp1.address}:2380`] }] });
});
