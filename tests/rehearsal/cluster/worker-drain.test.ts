import type { NodePlan } from "../../../model/cluster-plan";
import { renderDrainScript, renderNodeScript } from "../../../distributions/rke2/script";
import type { Ran } from "../guests/support";
import {
  clusterEvents,
  clusterSimulation,
  cp1,
  initCluster,
  joinAgent,
  kubectl,
  onlyCluster,
  run,
  succeed,
  worker1,
  type ClusterSimulation,
} from "./support";

const bigger: NodePlan = { ...worker1, memoryMiB: worker1.memoryMiB * 2 };

let simulation: ClusterSimulation;
beforeEach(async () => {
  simulation = await clusterSimulation();
  await joinAgent(simulation, worker1, await initCluster(simulation, cp1));
});
afterEach(() => simulation.close());

const drain = (worker: NodePlan): Promise<Ran> => run(simulation, cp1, renderDrainScript(worker), "drain_worker");
const register = (worker: NodePlan, drained = ""): Promise<Ran> =>
  succeed(run(simulation, cp1, renderNodeScript(worker, drained), "register"));
const node = () => onlyCluster(simulation).nodes.get(worker1.name);
const drains = (): number => clusterEvents(simulation, "node-drained").length;
const noted = (): Record<string, string> =>
  Object.fromEntries([...(node()?.annotations ?? [])].filter(([key]) => /runs-as|before-restart/.test(key)));

test("a worker is drained before its machine restarts, and uncordoned once it is Ready", async () => {
  const { stdout } = await succeed(drain(bigger));
  expect(stdout).toMatch(/^drained for 3 cores, 24576 MiB, pc, seabios at \d{4}-\d\d-\d\dT[\d:]{8}Z\n$/);
  expect([drains(), node()?.unschedulable]).toEqual([1, true]);
  await register(bigger, stdout);
  expect(node()?.unschedulable).toBe(false);
  expect(noted()).toEqual({ "homelab.dev/runs-as": "3 cores, 24576 MiB, pc, seabios" });
});

test("nothing happens to a worker that already matches the plan", async () => {
  const { stdout, stderr } = await succeed(drain({ ...worker1, diskGiB: 500, tags: ["other"], generation: 7 }));
  expect([stdout, drains(), node()?.unschedulable]).toEqual(["", 0, false]);
  expect(stderr).toContain("already runs as planned");
});

test("a node that was manually cordoned stays cordoned", async () => {
  await succeed(kubectl(simulation, cp1, `cordon ${worker1.name}`));
  await succeed(drain(bigger));
  await register(bigger);
  expect([drains(), node()?.unschedulable]).toEqual([1, true]);
  expect(noted()).not.toHaveProperty(["homelab.dev/before-restart"]);
});

test("a drain interrupted after cordoning the node still knows that it was not cordoned manually", async () => {
  await succeed(kubectl(simulation, cp1, `annotate node ${worker1.name} homelab.dev/before-restart=schedulable`));
  await succeed(kubectl(simulation, cp1, `cordon ${worker1.name}`));
  await succeed(drain(bigger));
  await register(bigger);
  expect(node()?.unschedulable).toBe(false);
});

test("an edit reverted after the drain leaves the node cordoned until somebody uncordons it", async () => {
  await succeed(drain(bigger));
  const { stdout } = await succeed(drain(worker1));
  expect([stdout !== "", node()?.unschedulable]).toEqual([true, true]);
  await register(worker1, stdout);
  expect(node()?.unschedulable).toBe(false);
});

test("a node with a pod that can never be evicted is named after a time-out, and uncordoned", async () => {
  const pods = onlyCluster(simulation).pods.all([...onlyCluster(simulation).nodes.values()]);
  const held = pods.find(({ owner, node: on }) => owner === "Deployment" && on === worker1.name);
  if (!held) throw new Error("nothing runs on the worker");
  onlyCluster(simulation).manifests.put({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "never", namespace: held.namespace },
    spec: { minAvailable: 99, selector: { matchLabels: { app: held.app } } },
  });
  const { code, stdout, stderr } = await drain(bigger);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
  expect(stderr).toContain(`step "drain ${worker1.name}" failed: ${worker1.name} could not be drained within 300 s`);
  expect(stderr).toContain(`kubectl drain ${worker1.name} --disable-eviction`);
  expect([drains(), node()?.unschedulable]).toEqual([0, false]);
  expect(noted()).not.toHaveProperty(["homelab.dev/before-restart"]);
  await succeed(
    kubectl(simulation, cp1, `drain ${worker1.name} --disable-eviction --ignore-daemonsets --delete-emptydir-data`),
  );
  await succeed(drain(bigger));
});

test("a failed worker is drained as far as possible", async () => {
  onlyCluster(simulation).kubeletSilent(worker1.name);
  await succeed(drain(bigger));
  expect(drains()).toBe(1);
});

test("a worker without a Node object needs no drain", async () => {
  await succeed(kubectl(simulation, cp1, `delete node ${worker1.name}`));
  const { stdout, stderr } = await succeed(drain(bigger));
  expect([stdout, drains()]).toEqual(["", 0]);
  expect(stderr).toContain("has no Node object, so no pod runs on it");
});
