import { join, kubectl, prepare, root } from "./by-hand";
import { initCluster, run } from "./scripts";
import { boot, kubeadmSimulation, named, onlyCluster, succeed, type KubeadmSimulation } from "./support";

jest.setTimeout(60_000);

let simulation: KubeadmSimulation;
beforeEach(async () => {
  simulation = await kubeadmSimulation();
  await initCluster(simulation, "cp-1");
});
afterEach(() => simulation.close());

const VIP = "10.30.20.100";
const NOBODY = "10.30.20.199";
const rename = (path: string) => `sed -i s#https://${VIP}:#https://${NOBODY}:# ${path}`;
const silent = (name: string) => onlyCluster(simulation).nodes.get(name)?.silentSince !== undefined;

test("a kubelet asks where its file said when it started, and is silent where nobody answers", async () => {
  await boot(simulation, "worker-1");
  await succeed(run(simulation, "worker-1", "join"));
  await succeed(root(simulation, "worker-1", rename("/etc/kubernetes/kubelet.conf")));
  await succeed(root(simulation, "worker-1", "sleep 5"));
  expect(silent("worker-1")).toBe(false);
  const { code, stderr } = await run(simulation, "worker-1", "join");
  expect(code).toBe(1);
  expect(stderr).toContain(`kubelet.conf names https://${NOBODY}:6443, where this cluster's API does not answer`);
  await succeed(root(simulation, "worker-1", "systemctl restart kubelet"));
  await succeed(root(simulation, "worker-1", "sleep 5"));
  expect(silent("worker-1")).toBe(true);
});

test("a machine that joins goes on at the address of cluster-info, whatever it asked first", async () => {
  await prepare(simulation, "worker-1");
  const told = await kubectl(simulation, "cp-1", "-n kube-public get configmap cluster-info -o yaml");
  const other = told.stdout.replace(`https://${VIP}:`, `https://${NOBODY}:`);
  expect(other).not.toBe(told.stdout);
  const apply = "kubectl --kubeconfig=/etc/kubernetes/admin.conf apply -f -";
  await succeed(root(simulation, "cp-1", apply, other));
  await succeed(root(simulation, "cp-1", "kubeadm token create"));
  const { code, stderr } = await join(simulation, "worker-1");
  expect(code).toBe(1);
  expect(stderr).toContain(`Get "https://${NOBODY}:6443/api/v1/namespaces/kube-system/configmaps/kubeadm-config`);
});

test("pods of kube-vip that have one lease hold their addresses on one node, and each goes with its pod", async () => {
  const holder = (address: string) => simulation.network.fabric.holder(address)?.name;
  for (const name of ["cp-2", "cp-3"]) {
    await boot(simulation, name);
    await succeed(run(simulation, name, "join"));
  }
  const manifests = "/etc/kubernetes/manifests";
  const second = `sh -c "sed s/${VIP}/${NOBODY}/ ${manifests}/kube-vip.yaml >${manifests}/second.yaml"`;
  for (const name of ["cp-3", "cp-2", "cp-1"]) await succeed(root(simulation, name, second));
  await succeed(root(simulation, "cp-1", "sleep 30"));
  expect(holder(NOBODY)).toBe(holder(VIP));
  await simulation.guests.powerOff(named(simulation, holder(VIP) ?? "").vmId, "stop");
  await succeed(root(simulation, "cp-2", "sleep 30"));
  expect(holder(NOBODY)).toBe(holder(VIP));
  await succeed(root(simulation, holder(VIP) ?? "", `rm ${manifests}/second.yaml`));
  await succeed(root(simulation, "cp-2", "sleep 5"));
  expect(holder(NOBODY)).toBeUndefined();
  expect(holder(VIP)).toBeDefined();
});
