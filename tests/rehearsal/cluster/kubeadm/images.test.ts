import { Fabric } from "../../../../rehearsal/network/fabric";
import { initCluster, run } from "./scripts";
import { boot, kubeadmSimulation, on, succeed, type KubeadmSimulation } from "./support";

let simulation: KubeadmSimulation;
beforeEach(async () => (simulation = await kubeadmSimulation()));
afterEach(() => {
  jest.restoreAllMocks();
  return simulation.close();
});

const prepare = (name: string) => run(simulation, name, "prepare");
const spans = (name: string) =>
  simulation.context.events.all.flatMap((event) => (event.kind === "span" && event.machine === name ? [event] : []));
const pulls = (name: string) => spans(name).filter(({ label }) => label.startsWith("pull "));
const joinMs = (name: string) => spans(name).find(({ label }) => label.startsWith("kubeadm join"))?.latencyMs;

test("preparing pulls the images for the node's role, and nothing the second time", async () => {
  await Promise.all([boot(simulation, "cp-2"), boot(simulation, "worker-1")]);
  for (let time = 0; time < 2; time++) await Promise.all([succeed(prepare("cp-2")), succeed(prepare("worker-1"))]);
  expect(pulls("cp-2").map(({ label }) => label)).toEqual([
    "pull kube-apiserver:v1.34.2",
    "pull kube-controller-manager:v1.34.2",
    "pull kube-scheduler:v1.34.2",
    "pull kube-proxy:v1.34.2",
    "pull coredns:v1.12.1",
    "pull pause:3.10.1",
    "pull etcd:3.6.5-0",
  ]);
  expect(pulls("worker-1").map(({ label }) => label)).toEqual(["pull kube-proxy:v1.34.2", "pull pause:3.10.1"]);
});

test("a join is shorter by the images that were pulled", async () => {
  await initCluster(simulation, "cp-1");
  for (const name of ["cp-2", "cp-3"]) await boot(simulation, name);
  await succeed(prepare("cp-2"));
  for (const name of ["cp-2", "cp-3"]) await succeed(run(simulation, name, "join"));
  const { serverJoin } = simulation.context.latencies;
  expect([joinMs("cp-2"), joinMs("cp-3")]).toEqual([serverJoin * 0.6, serverJoin]);
});

test("preparing fails while a registry is down, naming the image, and continues once it is back", async () => {
  await boot(simulation, "worker-1");
  await succeed(prepare("worker-1"));
  await succeed(on(simulation, "worker-1", "sudo -n rm -r /var/lib/containerd"));
  const reaches = jest.spyOn(Fabric.prototype, "reachesInternet").mockReturnValue(false);
  const { code, stderr } = await prepare("worker-1");
  expect(code).toBe(1);
  expect(stderr).toContain(
    'step "pull the container images of Kubernetes 1.34.2" failed: cannot pull registry.k8s.io/',
  );
  expect(stderr).toContain("lookup registry.k8s.io");
  reaches.mockRestore();
  await succeed(prepare("worker-1"));
});
