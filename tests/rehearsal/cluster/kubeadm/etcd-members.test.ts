import { initialized, join, kubectl, prepare, root } from "./by-hand";
import { initCluster, run } from "./scripts";
import { kubeadmSimulation, named, onlyCluster, succeed, type KubeadmSimulation } from "./support";

let simulation: KubeadmSimulation;
beforeEach(async () => (simulation = await kubeadmSimulation()));
afterEach(() => simulation.close());

const members = () => onlyCluster(simulation).etcd.members.map(({ name }) => name);

test("a control plane is a learner before it runs, and votes before kubeadm exits", async () => {
  await initialized(simulation);
  await prepare(simulation, "cp-2");
  const announced = joiningOf("cp-2");
  const { stdout } = await succeed(join(simulation, "cp-2"));
  expect(await announced).toEqual({ voting: 1, learners: 0, up: 1 });
  expect(stdout).toContain("[etcd] Announced new etcd member joining to the existing etcd cluster");
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
});

test("etcd takes one learner at a time", async () => {
  await initialized(simulation);
  await prepare(simulation, "cp-2");
  onlyCluster(simulation).etcd.announce("elsewhere", "10.30.20.99");
  const { code, stderr } = await join(simulation, "cp-2");
  expect(code).toBe(1);
  expect(stderr).toContain("etcdserver: too many learner members in cluster");
});

test("a member left behind by a careless removal blocks the next control plane", async () => {
  await initCluster(simulation, "cp-1", "cp-2", "cp-3");
  await simulation.guests.powerOff(named(simulation, "cp-3").vmId, "stop");
  await succeed(kubectl(simulation, "cp-1", "delete node cp-3"));
  expect(members()).toEqual(["cp-1", "cp-2", "cp-3"]);

  await prepare(simulation, "cp-3", 1);
  await succeed(root(simulation, "cp-1", "kubeadm token create --ttl 15m"));
  const { code, stderr } = await join(simulation, "cp-3", { certificateKey: await uploaded() });
  expect(code).toBe(1);
  expect(stderr).toContain(
    "error execution phase check-etcd: etcd cluster is not healthy: failed to dial endpoint https://10.30.20.13:2379 with maintenance client: context deadline exceeded",
  );
});

test("a reset that cannot reach the API only warns, and the member stays", async () => {
  await initCluster(simulation, "cp-1", "cp-2");
  await succeed(root(simulation, "cp-2", "rm /etc/kubernetes/admin.conf"));
  const { stderr } = await succeed(root(simulation, "cp-2", "kubeadm reset -f"));
  expect(stderr).toContain("No kubeadm config, using etcd pod spec to get data directory");
  expect(members()).toEqual(["cp-1", "cp-2"]);
});

test("the program's leave script removes the member and the node", async () => {
  await initCluster(simulation, "cp-1", "cp-2");
  await succeed(run(simulation, "cp-2", "leave"));
  expect(members()).toEqual(["cp-1"]);
  expect([...onlyCluster(simulation).nodes.keys()]).toEqual(["cp-1"]);
});

/** Who was in etcd when this machine began to enter it. */
function joiningOf(name: string) {
  return new Promise((resolve) => {
    const stop = simulation.context.events.listen((event) => {
      if (event.kind !== "cluster" || event.change !== "server-joining" || event.machine !== name) return;
      stop();
      resolve(event.members);
    });
  });
}

async function uploaded(): Promise<string> {
  const { stdout } = await succeed(root(simulation, "cp-1", "kubeadm init phase upload-certs --upload-certs"));
  return stdout.trim().split("\n").at(-1) ?? "";
}
