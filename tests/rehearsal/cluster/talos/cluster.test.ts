import { isReady } from "../../../../rehearsal/cluster/conditions";
import { ctrl0, ctrl1, ctrl2, work0 } from "./machines";
import {
  ask,
  clusterEvents,
  initCluster,
  joinWorker,
  onlyCluster,
  succeed,
  talosSimulation,
  VIP,
  type TalosSimulation,
} from "./support";

let simulation: TalosSimulation;
beforeAll(async () => {
  simulation = await talosSimulation();
  await initCluster(simulation, ctrl0, ctrl1, ctrl2);
  await joinWorker(simulation, work0);
});
afterAll(() => simulation.close());

test("control planes join one after another as learners, and all vote", () => {
  expect(onlyCluster(simulation).etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect(clusterEvents(simulation)).toEqual([
    "initialized ctrl-00",
    "vip-moved ctrl-00",
    "server-joining ctrl-01",
    "server-joined ctrl-01",
    "server-joining ctrl-02",
    "server-joined ctrl-02",
    "agent-joined work-00",
  ]);
});

test("nodes are Ready once the job has installed Cilium", () => {
  const cluster = onlyCluster(simulation);
  const nodes = [...cluster.nodes.values()];
  expect(nodes.map(({ name }) => name)).toEqual(["ctrl-00", "ctrl-01", "ctrl-02", "work-00"]);
  expect(nodes.filter((node) => !isReady(cluster, node))).toEqual([]);
});

test("the shared address is held by a control plane of the cluster", () => {
  expect(onlyCluster(simulation).vip.holderName).toBe("ctrl-00");
  expect(simulation.network.fabric.holder(VIP)?.name).toBe("ctrl-00");
});

test("every control plane lists the members, with the node that answered", async () => {
  const { stdout } = await succeed(ask(simulation, ctrl1, "etcd members"));
  const [head = "", ...rows] = stdout.trim().split("\n");
  expect(head.split(/ {3,}/)).toEqual(["NODE", "ID", "HOSTNAME", "PEER URLS", "CLIENT URLS", "LEARNER"]);
  expect(rows.map((row) => row.split(/ +/).slice(2).join(" ")).sort()).toEqual([
    "ctrl-00 https://10.10.10.11:2380 https://10.10.10.11:2379 false",
    "ctrl-01 https://10.10.10.12:2380 https://10.10.10.12:2379 false",
    "ctrl-02 https://10.10.10.13:2380 https://10.10.10.13:2379 false",
  ]);
  expect(rows.every((row) => row.startsWith("10.10.10.12   "))).toBe(true);
});

test("health passes, and skips the checks that a custom CNI makes meaningless", async () => {
  const ran = await succeed(
    ask(
      simulation,
      ctrl0,
      "health --control-plane-nodes 10.10.10.11,10.10.10.12,10.10.10.13 --worker-nodes 10.10.10.21 --wait-timeout 1m",
    ),
  );
  expect(ran.stderr).toContain('discovered nodes: ["10.10.10.11" "10.10.10.12" "10.10.10.13" "10.10.10.21"]\n');
  expect(ran.stderr).toContain("waiting for etcd to be healthy: OK\n");
  expect(ran.stderr).toContain("waiting for all k8s nodes to report ready: SKIP\n");
  expect(ran.stderr.trim().split("\n").at(-1)).toBe("waiting for all k8s nodes to report schedulable: OK");
});
