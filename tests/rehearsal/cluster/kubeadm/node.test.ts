import { initialized, init, join, kubectl, prepare, root, write } from "./by-hand";
import { boot, kubeadmSimulation, named, succeed, type KubeadmSimulation } from "./support";

let simulation: KubeadmSimulation;
beforeEach(async () => (simulation = await kubeadmSimulation(undefined, ["v1.35.0"])));
afterEach(() => simulation.close());

const kubeletSays = (name: string) =>
  (simulation.guests.machine(name)?.journal("kubelet.service") ?? []).join("\n").replaceAll('\\"', '"');

test("a kubelet does not start while swap is on, and kubeadm only warns about it", async () => {
  await prepare(simulation, "cp-1");
  await succeed(root(simulation, "cp-1", "sh -c 'touch /swap.img; swapon /swap.img'"));
  const { code, stderr } = await init(simulation, "cp-1");
  expect(code).toBe(1);
  expect(stderr).toContain("[WARNING Swap]: swap is supported for cgroup v2 only.");
  expect(stderr).toContain("failed while waiting for the kubelet to start");
  expect(kubeletSays("cp-1")).toContain(
    "running with swap on is not supported, please disable swap or set --fail-swap-on flag to false",
  );
});

test("a runtime with a different cgroup driver kills and recreates every pod", async () => {
  await prepare(simulation, "cp-1");
  await succeed(root(simulation, "cp-1", "sh -c 'rm /etc/containerd/config.toml; systemctl restart containerd'"));
  const { code, stderr } = await init(simulation, "cp-1");
  expect(code).toBe(1);
  expect(stderr).toContain("failed while waiting for the control plane to start");
  expect(kubeletSays("cp-1")).toContain("Pod sandbox changed, it will be killed and re-created");
});

test("a kubelet newer than the control plane is refused", async () => {
  await prepare(simulation, "cp-1");
  await write(
    simulation,
    "cp-1",
    "/etc/apt/sources.list.d/newer.list",
    "deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.asc] https://pkgs.k8s.io/core:/stable:/v1.35/deb/ /\n",
  );
  await succeed(root(simulation, "cp-1", "apt-get -q -y update"));
  await succeed(root(simulation, "cp-1", "apt-get -q -y --allow-change-held-packages install 'kubelet=1.35.0-*'"));
  const { code, stderr } = await init(simulation, "cp-1");
  expect(code).toBe(1);
  expect(stderr).toContain(
    '[ERROR KubeletVersion]: the kubelet version is higher than the control plane version. This is not a supported version skew and may lead to a malfunctional cluster. Kubelet version: "1.35.0" Control plane version: "1.34.2"',
  );
});

test("a kubelet that is not enabled does not start at the next boot", async () => {
  await initialized(simulation);
  await prepare(simulation, "worker-1");
  await succeed(root(simulation, "worker-1", "systemctl disable kubelet"));
  const { stderr } = await succeed(join(simulation, "worker-1"));
  expect(stderr).toContain(
    "[WARNING Service-Kubelet]: kubelet service is not enabled, please run 'systemctl enable kubelet.service'",
  );
  expect((await root(simulation, "worker-1", "systemctl is-active kubelet")).stdout).toBe("active\n");
  await restart("worker-1");
  expect((await root(simulation, "worker-1", "systemctl is-active kubelet")).stdout).toBe("inactive\n");
});

test("a control plane comes back by itself after a reboot, as the same member", async () => {
  await initialized(simulation);
  const before = (await kubectl(simulation, "cp-1", "get node cp-1 -o 'jsonpath={.metadata.uid}'")).stdout;
  await restart("cp-1");
  await succeed(
    root(
      simulation,
      "cp-1",
      "sh -c 'until kubectl --kubeconfig=/etc/kubernetes/admin.conf get --raw /readyz; do sleep 1; done'",
    ),
  );
  expect((await kubectl(simulation, "cp-1", "get node cp-1 -o 'jsonpath={.metadata.uid}'")).stdout).toBe(before);
  expect(simulation.clusters.all()).toHaveLength(1);
});

async function restart(name: string): Promise<void> {
  const { vmId } = named(simulation, name);
  await simulation.guests.powerOff(vmId, "stop");
  await boot(simulation, name);
}
