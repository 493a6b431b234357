import { clusterSimulation, cp1, kubectl, on, onlyCluster, type ClusterSimulation } from "../support";
import { first, journal, start } from "./by-hand";

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
});
afterEach(() => simulation.close());

test("an unknown key is only warned about", async () => {
  expect((await start(simulation, cp1, "server", `${first}tls-sans: [x]\n`)).code).toBe(0);
  expect(journal(simulation, cp1)).toContain("Unknown flag --tls-sans found in config.yaml, skipping");
});

test("files of config.yaml.d win in alphabetical order, and a plus sign appends", async () => {
  const prepare = `d=/etc/rancher/rke2/config.yaml.d
echo 'node-name: second' > $d/20-b.yaml; echo 'node-name: first' > $d/10-a.yaml
echo 'node-label+: [b=2]' > $d/30-c.yaml; echo 'node-label: [a=1]' > $d/05-d.yaml`;
  await start(simulation, cp1, "server", first, prepare);
  const [node] = onlyCluster(simulation).nodes.values();
  expect(node?.name).toBe("second");
  expect([node?.labels.get("a"), node?.labels.get("b")]).toEqual(["1", "2"]);
});

test("a configuration that is not YAML stops the server, and systemd retries", async () => {
  const ran = await start(simulation, cp1, "server", "token: [");
  expect(ran).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      "Job for rke2-server.service failed because the control process exited with error code.",
    ),
  });
  expect(journal(simulation, cp1)).toContain('level=fatal msg="yaml: ');
});

test("a missing token file stops the server", async () => {
  await start(simulation, cp1, "server", "token-file: /etc/rancher/rke2/token\n");
  expect(journal(simulation, cp1)).toContain("open /etc/rancher/rke2/token: no such file or directory");
});

test("a missing audit policy stops the server", async () => {
  await start(simulation, cp1, "server", `${first}audit-policy-file: /etc/rancher/rke2/audit.yaml\n`);
  expect(journal(simulation, cp1)).toContain("stat /etc/rancher/rke2/audit.yaml: no such file or directory");
});

test("a node address the machine does not have stops the server", async () => {
  await start(simulation, cp1, "server", `${first}node-ip: 10.10.10.77\n`);
  expect(journal(simulation, cp1)).toContain('node IP: \\"10.10.10.77\\" not found in the host\'s network interfaces');
});

test("labels and taints count at registration only", async () => {
  await start(simulation, cp1, "server", `${first}node-label: [zone=a]\nnode-taint: ["k=v:NoSchedule"]\n`);
  const change = "sed -i -e 's/zone=a/zone=b/' /etc/rancher/rke2/config.yaml; systemctl restart rke2-server";
  expect((await on(simulation, cp1, "sudo -n sh -s", change)).code).toBe(0);
  const { stdout } = await kubectl(
    simulation,
    cp1,
    `get node ${cp1.name} -o jsonpath='{.metadata.labels.zone} {.spec.taints[0].key}'`,
  );
  expect(stdout).toBe("a k");
});

test("a manifest that is not YAML is reported and has no effect", async () => {
  await start(
    simulation,
    cp1,
    "server",
    first,
    "echo 'kind: [' > /var/lib/rancher/rke2/server/manifests/kube-vip.yaml",
  );
  expect(journal(simulation, cp1)).toContain(
    "failed to process /var/lib/rancher/rke2/server/manifests/kube-vip.yaml: yaml: ",
  );
});
