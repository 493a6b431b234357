import { init, kubectl, prepare, root, write } from "./by-hand";
import { initCluster, run } from "./scripts";
import { boot, kubeadmSimulation, named, onlyCluster, succeed, type KubeadmSimulation } from "./support";
import { renderKubeVipPod } from "../../../../model/render/kube-vip";

let simulation: KubeadmSimulation;
beforeEach(async () => (simulation = await kubeadmSimulation()));
afterEach(() => simulation.close());

const VIP = "10.30.20.100";
const initBehindVip = () =>
  root(simulation, "cp-1", `kubeadm init --kubernetes-version v1.34.2 --control-plane-endpoint ${VIP}`);
const kubeVip = (kubeconfig: string) =>
  write(
    simulation,
    "cp-1",
    "/etc/kubernetes/manifests/kube-vip.yaml",
    renderKubeVipPod({ vip: VIP, version: "v1.0.1" }, kubeconfig),
  );

test("kube-vip with admin.conf announces nothing until init has granted that file rights", async () => {
  await prepare(simulation, "cp-1");
  await kubeVip("/etc/kubernetes/admin.conf");
  const { code, stderr } = await initBehindVip();
  expect(code).toBe(1);
  expect(stderr).toContain(
    "error execution phase upload-config/kubeadm: could not bootstrap the admin user in file admin.conf: unable to create ClusterRoleBinding",
  );
  expect(onlyCluster(simulation).vip.holderName).toBeUndefined();
});

test("kube-vip with super-admin.conf announces the VIP that init waits for", async () => {
  await prepare(simulation, "cp-1");
  await kubeVip("/etc/kubernetes/super-admin.conf");
  await succeed(initBehindVip());
  expect(onlyCluster(simulation).vip.holderName).toBe("cp-1");
});

test("a second init creates a second cluster, even while the first one answers", async () => {
  await prepare(simulation, "cp-1");
  await succeed(init(simulation, "cp-1"));
  await prepare(simulation, "cp-2");
  await succeed(init(simulation, "cp-2"));
  expect(simulation.clusters.all()).toHaveLength(2);
});

test("the program's init script joins the running cluster if its machine was recreated", async () => {
  await initCluster(simulation, "cp-1", "cp-2");
  await succeed(run(simulation, "cp-1", "leave"));
  await simulation.guests.powerOff(named(simulation, "cp-1").vmId, "stop");
  await boot(simulation, "cp-1", 1);
  const { stderr } = await succeed(run(simulation, "cp-1", "init_cluster"));
  expect(stderr).toContain("cp-1: 10.30.20.100 answers: joins it");
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
});

test("an interrupted init is repeated from the start, and a completed one is not", async () => {
  await prepare(simulation, "cp-1");
  await succeed(root(simulation, "cp-1", "sh -c 'mkdir -p /var/lib/homelab; touch /var/lib/homelab/kubeadm-begun'"));
  await succeed(run(simulation, "cp-1", "init_cluster"));
  expect(onlyCluster(simulation).etcd.count().voting).toBe(1);
  await succeed(root(simulation, "cp-1", "touch /var/lib/homelab/kubeadm-begun"));
  const { stderr } = await succeed(run(simulation, "cp-1", "init_cluster"));
  expect(stderr).toContain("cp-1: has a control plane and stays in its cluster");
  expect((await kubectl(simulation, "cp-1", "get nodes -o name")).stdout).toBe("node/cp-1\n");
});
