import { init, kubectl, prepare, root, write } from "./by-hand";
import { foundCluster, run } from "./scripts";
import { boot, kubeadmWorld, named, onlyCluster, succeed, type KubeadmWorld } from "./support";
import { renderKubeVipPod } from "../../../../model/render/kube-vip";

let world: KubeadmWorld;
beforeEach(async () => (world = await kubeadmWorld()));
afterEach(() => world.close());

const VIP = "10.30.20.100";
const initBehindVip = () =>
  root(world, "cp-1", `kubeadm init --kubernetes-version v1.34.2 --control-plane-endpoint ${VIP}`);
const kubeVip = (kubeconfig: string) =>
  write(
    world,
    "cp-1",
    "/etc/kubernetes/manifests/kube-vip.yaml",
    renderKubeVipPod({ vip: VIP, version: "v1.0.1" }, kubeconfig),
  );

test("kube-vip with admin.conf announces nothing while the founding has not given that file any rights", async () => {
  await prepare(world, "cp-1");
  await kubeVip("/etc/kubernetes/admin.conf");
  const { code, stderr } = await initBehindVip();
  expect(code).toBe(1);
  expect(stderr).toContain(
    "error execution phase upload-config/kubeadm: could not bootstrap the admin user in file admin.conf: unable to create ClusterRoleBinding",
  );
  expect(onlyCluster(world).vip.holderName).toBeUndefined();
});

test("kube-vip with super-admin.conf announces the VIP that the founding ends behind", async () => {
  await prepare(world, "cp-1");
  await kubeVip("/etc/kubernetes/super-admin.conf");
  await succeed(initBehindVip());
  expect(onlyCluster(world).vip.holderName).toBe("cp-1");
});

test("a second init is a second cluster, whoever answers", async () => {
  await prepare(world, "cp-1");
  await succeed(init(world, "cp-1"));
  await prepare(world, "cp-2");
  await succeed(init(world, "cp-2"));
  expect(world.clusters.all()).toHaveLength(2);
});

test("the program's founding joins the cluster that answers, when its machine was made anew", async () => {
  await foundCluster(world, "cp-1", "cp-2");
  await succeed(run(world, "cp-1", "leave"));
  await world.guests.powerOff(named(world, "cp-1").vmId, "stop");
  await boot(world, "cp-1", 1);
  const { stderr } = await succeed(run(world, "cp-1", "found"));
  expect(stderr).toContain("cp-1: 10.30.20.100 answers: joins it");
  expect(onlyCluster(world).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
});

test("a founding that was cut off is done again from the start, and one that was over is not", async () => {
  await prepare(world, "cp-1");
  await succeed(root(world, "cp-1", "sh -c 'mkdir -p /var/lib/homelab; touch /var/lib/homelab/kubeadm-begun'"));
  await succeed(run(world, "cp-1", "found"));
  expect(onlyCluster(world).etcd.count().voting).toBe(1);
  await succeed(root(world, "cp-1", "touch /var/lib/homelab/kubeadm-begun"));
  const { stderr } = await succeed(run(world, "cp-1", "found"));
  expect(stderr).toContain("cp-1: has a control plane and stays in its cluster");
  expect((await kubectl(world, "cp-1", "get nodes -o name")).stdout).toBe("node/cp-1\n");
});
