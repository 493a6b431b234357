import { initialized, kubectl, root, write } from "./by-hand";
import { kubeadmSimulation, succeed, type KubeadmSimulation } from "./support";
import { calicoManifests } from "../../../../distributions/kubeadm/calico-releases";

let simulation: KubeadmSimulation;
beforeEach(async () => {
  simulation = await kubeadmSimulation();
  await initialized(simulation);
  for (const { file, url } of calicoManifests(simulation.plan.cluster))
    await succeed(root(simulation, "cp-1", `curl -fsSL -o /root/${file} ${url}`));
});
afterEach(() => simulation.close());

const installation = (cidr: string) =>
  write(
    simulation,
    "cp-1",
    "/root/calico.yaml",
    `apiVersion: operator.tigera.io/v1
kind: Installation
metadata: { name: default }
spec: { calicoNetwork: { ipPools: [{ cidr: ${cidr} }] } }
`,
  );
const apply = (file: string) => kubectl(simulation, "cp-1", `apply --server-side -f /root/${file}`);
const ready = () => kubectl(simulation, "cp-1", "wait --for=condition=Ready node/cp-1 --timeout=60s");

async function operator(): Promise<void> {
  await succeed(apply("operator-crds.yaml"));
  await succeed(apply("tigera-operator.yaml"));
}

test("a node is not Ready until a pod network is applied", async () => {
  expect((await ready()).stderr).toContain("timed out waiting for the condition on nodes/cp-1");
  await operator();
  await installation("10.244.0.0/16");
  await succeed(apply("calico.yaml"));
  await succeed(ready());
});

test("a client-side apply of the operator's CRDs exceeds the annotation limit", async () => {
  const { code, stderr } = await kubectl(simulation, "cp-1", "apply -f /root/operator-crds.yaml");
  expect(code).toBe(1);
  expect(stderr).toContain(
    'The CustomResourceDefinition "installations.operator.tigera.io" is invalid: metadata.annotations: Too long: may not be more than 262144 bytes',
  );
});

test("an Installation before its CRD is of an unknown kind", async () => {
  await installation("10.244.0.0/16");
  const { code, stderr } = await apply("calico.yaml");
  expect(code).toBe(1);
  expect(stderr).toContain(
    'no matches for kind "Installation" in version "operator.tigera.io/v1"\nensure CRDs are installed first',
  );
});

test("a pool outside the pod network leaves nodes without a network, and Calico degraded", async () => {
  await operator();
  await installation("10.99.0.0/16");
  await succeed(apply("calico.yaml"));
  expect((await ready()).code).toBe(1);
  await succeed(kubectl(simulation, "cp-1", "wait --for=condition=Degraded tigerastatus/calico --timeout=5s"));
});
