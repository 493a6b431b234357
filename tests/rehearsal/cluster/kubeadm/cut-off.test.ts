import { initialized, join, prepare, root } from "./by-hand";
import { cutOff, initCluster, run } from "./scripts";
import { boot, kubeadmSimulation, onlyCluster, succeed, type KubeadmSimulation } from "./support";

let simulation: KubeadmSimulation;
beforeEach(async () => (simulation = await kubeadmSimulation()));
afterEach(() => simulation.close());

const nodes = () => [...onlyCluster(simulation).nodes.keys()];

test("an init interrupted with its VIP up starts over, and does not take its own VIP for another cluster", async () => {
  await boot(simulation, "cp-1");
  await cutOff(simulation, "cp-1", "init_cluster", "vip-moved");
  const { stderr } = await succeed(run(simulation, "cp-1", "init_cluster"));
  expect(stderr).toContain("cp-1: undo the interrupted attempt\n");
  expect(stderr).toContain("cp-1: no control plane answers: initializes the cluster\n");
  const [half, whole, ...others] = simulation.clusters.all();
  expect(half?.etcd.members).toEqual([]);
  expect(whole?.etcd.count()).toEqual({ voting: 1, learners: 0, up: 1 });
  expect(others).toEqual([]);
});

test("a control plane interrupted while joining etcd joins again, and leaves no learner", async () => {
  await initCluster(simulation, "cp-1");
  await boot(simulation, "cp-2");
  await cutOff(simulation, "cp-2", "join", "server-joining");
  const { stderr } = await succeed(run(simulation, "cp-2", "join"));
  expect(stderr).toContain("cp-2: undo the interrupted attempt\n");
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 2, learners: 0, up: 2 });
});

test("a worker interrupted after its registration joins again", async () => {
  await initCluster(simulation, "cp-1");
  await boot(simulation, "worker-1");
  await cutOff(simulation, "worker-1", "join", "agent-joined");
  const { stderr } = await succeed(run(simulation, "worker-1", "join"));
  expect(stderr).toContain("worker-1: wait until the API no longer sees the node of the interrupted attempt\n");
  expect(nodes()).toEqual(["cp-1", "worker-1"]);
});

test("a leave interrupted after removal of its member resumes through a remaining control plane", async () => {
  await initCluster(simulation, "cp-1", "cp-2");
  await cutOff(simulation, "cp-2", "leave", "server-left");
  await succeed(run(simulation, "cp-2", "leave"));
  expect(nodes()).toEqual(["cp-1"]);
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 1, learners: 0, up: 1 });
});

test("kubeadm refuses to join a node whose name is in use by a Ready one", async () => {
  await initialized(simulation);
  await prepare(simulation, "worker-1");
  await succeed(
    root(simulation, "worker-1", "sh -c 'mkdir -p /etc/cni/net.d; echo {} >/etc/cni/net.d/10-calico.conflist'"),
  );
  await succeed(join(simulation, "worker-1"));
  await succeed(root(simulation, "worker-1", "kubeadm reset -f"));
  const { code, stderr } = await join(simulation, "worker-1");
  expect(code).toBe(1);
  expect(stderr).toContain(
    'a Node with name "worker-1" and status "Ready" already exists in the cluster. You must delete the existing Node or change the name of this new joining Node',
  );
});
