import { CERTIFICATE_KEY, initialized, join, prepare, root, someToken } from "./by-hand";
import { kubeadmSimulation, succeed, type KubeadmSimulation } from "./support";

let simulation: KubeadmSimulation;
beforeEach(async () => {
  simulation = await kubeadmSimulation();
  await initialized(simulation);
});
afterEach(() => simulation.close());

test("a worker joins with the token of the initialization", async () => {
  await prepare(simulation, "worker-1");
  const { stdout } = await succeed(join(simulation, "worker-1"));
  expect(stdout).toContain("This node has joined the cluster");
});

test("a token expires after a day, and its signature with it", async () => {
  await prepare(simulation, "worker-1");
  const token = someToken(simulation);
  simulation.leap(23);
  expect((await root(simulation, "cp-1", "kubeadm token list")).stdout).toContain(token);
  simulation.leap(1);
  expect((await root(simulation, "cp-1", "kubeadm token list")).stdout).toBe("");
  const { code, stderr } = await join(simulation, "worker-1", { token });
  expect(code).toBe(1);
  expect(stderr).toContain(
    `couldn't validate the identity of the API Server: could not find a JWS signature in the cluster-info ConfigMap for token ID "${token.slice(0, 6)}"`,
  );
});

test("a newly issued token lets a machine join", async () => {
  simulation.leap(25);
  await prepare(simulation, "worker-1");
  const token = (await succeed(root(simulation, "cp-1", "kubeadm token create --ttl 15m"))).stdout.trim();
  await succeed(join(simulation, "worker-1", { token }));
});

test("the uploaded certificates are gone after two hours, and a control plane without them is refused", async () => {
  await prepare(simulation, "cp-2");
  simulation.leap(2);
  const { code, stderr } = await join(simulation, "cp-2");
  expect(code).toBe(1);
  expect(stderr).toContain(
    'error downloading certs: error downloading the secret: Secret "kubeadm-certs" was not found in the "kube-system" Namespace. This Secret might have expired.',
  );
});

test("a new upload has its own key, and the old key decrypts nothing", async () => {
  await prepare(simulation, "cp-2");
  const { stdout } = await succeed(root(simulation, "cp-1", "kubeadm init phase upload-certs --upload-certs"));
  const key = stdout.trim().split("\n").at(-1) ?? "";
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect((await join(simulation, "cp-2", { certificateKey: CERTIFICATE_KEY })).stderr).toContain(
    "error decoding secret data with provided key: cipher: message authentication failed",
  );
});

test("a cluster whose CA is not the pinned one is not joined", async () => {
  await prepare(simulation, "worker-1");
  const { code, stderr } = await join(simulation, "worker-1", { pin: `sha256:${"0".repeat(64)}` });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "sha256:[0-9a-f]{64}" are pinned/,
  );
});
