import { prepare, root, write } from "./by-hand";
import { kubeadmPlan, kubeadmSimulation, onlyCluster, onlyKubeadm, succeed, type KubeadmSimulation } from "./support";
import { inSection } from "../../../support/plans";

let simulation: KubeadmSimulation;
afterEach(() => simulation.close());

const init = (more = "", version = "v1beta4") => `apiVersion: kubeadm.k8s.io/${version}
kind: InitConfiguration
${more}---
apiVersion: kubeadm.k8s.io/${version}
kind: ClusterConfiguration
kubernetesVersion: v1.34.2
networking: { podSubnet: 10.244.0.0/16 }
`;

async function given(text: string): Promise<void> {
  simulation = await kubeadmSimulation();
  await prepare(simulation, "cp-1");
  await write(simulation, "cp-1", "/root/init.yaml", text);
}

test("an unknown field is a warning, and only `config validate` refuses it", async () => {
  await given(init("nodeRegistation: { name: other }\n"));
  const words =
    'error unmarshaling configuration schema.GroupVersionKind{Group:"kubeadm.k8s.io", Version:"v1beta4", Kind:"InitConfiguration"}: strict decoding error: unknown field "nodeRegistation"';
  const validated = await root(simulation, "cp-1", "kubeadm config validate --config /root/init.yaml");
  expect([validated.code, validated.stderr]).toEqual([1, expect.stringContaining(`error: ${words}`)]);

  const { stderr } = await succeed(root(simulation, "cp-1", "kubeadm init --config /root/init.yaml"));
  expect(stderr).toMatch(new RegExp(`^W\\d{4} .*${words.replace(/[[\]{}.]/g, "\\$&")}`));
});

test("a map in place of v1beta4's list of arguments fails at once", async () => {
  await given(init('nodeRegistration: { kubeletExtraArgs: { node-ip: "10.30.20.11" } }\n'));
  const { code, stderr } = await root(simulation, "cp-1", "kubeadm init --config /root/init.yaml");
  expect(code).toBe(1);
  expect(stderr).toContain("json: cannot unmarshal object into Go struct field");
  expect(simulation.clusters.all()).toEqual([]);
});

test("a configuration file and a flag for the same setting cannot be combined", async () => {
  await given(init());
  const { stderr } = await root(simulation, "cp-1", "kubeadm init --config /root/init.yaml --token-ttl 1h");
  expect(stderr).toContain("can not mix '--config' with arguments [token-ttl]");
});

test("v1beta3 is accepted with a warning by a release that supports v1beta4", async () => {
  await given(init("", "v1beta3"));
  const { stderr } = await succeed(root(simulation, "cp-1", "kubeadm init --config /root/init.yaml"));
  expect(stderr).toContain('your configuration file uses a deprecated API spec: "kubeadm.k8s.io/v1beta3"');
  expect(onlyKubeadm(simulation).configuration?.podSubnet).toBe("10.244.0.0/16");
});

test("v1beta4 is refused by a release that does not support it yet", async () => {
  simulation = await kubeadmSimulation(
    kubeadmPlan(inSection("cluster", { version: "v1.29.15", calicoVersion: "v3.29.7" })),
  );
  await prepare(simulation, "cp-1");
  await write(simulation, "cp-1", "/root/init.yaml", init());
  const { code, stderr } = await root(simulation, "cp-1", "kubeadm init --config /root/init.yaml");
  expect(code).toBe(1);
  expect(stderr).toContain('experimental API spec: "kubeadm.k8s.io/v1beta4" is not allowed');
});

test("a custom domain is in the API's certificate, the token issuer and every kubelet's configuration", async () => {
  await given(init().replace("networking: {", "networking: { dnsDomain: k8s.home.arpa,"));
  await succeed(root(simulation, "cp-1", "kubeadm init --config /root/init.yaml"));
  const [server] = onlyCluster(simulation).servers.values();
  expect(server?.certificateNames).toContain("kubernetes.default.svc.k8s.home.arpa");
  const read = async (path: string) => (await succeed(root(simulation, "cp-1", `cat ${path}`))).stdout;
  expect(await read("/etc/kubernetes/manifests/kube-apiserver.yaml")).toContain(
    "--service-account-issuer=https://kubernetes.default.svc.k8s.home.arpa",
  );
  expect(await read("/var/lib/kubelet/config.yaml")).toContain("clusterDomain: k8s.home.arpa");
});
