import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { changedSteps } from "../../scripts/engine/engine-events";
import { during, endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(240_000);

/** Two workers, and a server that takes no pods. */
const stack = `${smallStack().replace(
  /(controlPlane: \{.*) \}/,
  '$1, taints: ["node-role.kubernetes.io/control-plane=true:NoSchedule"] }',
)}    worker-2: { role: worker, vmId: 112, address: 10.20.0.22 }\n`;

/** A budget that no eviction can keep. */
const held = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "never", namespace: "default" },
  spec: { minAvailable: 99, selector: { matchLabels: { app: "web" } } },
};

let rehearsal: Rehearsal;
beforeAll(async () => {
  // The first two scripts on worker-1 prepare and join it; the third is run once it was restarted.
  rehearsal = await rehearse("workers", stack, [parseFault("pulumi-killed:worker-1/script@3")]);
  expect(problemsOf(await rehearsal.up())).toEqual([]);
});
afterAll(() => endRehearsal(rehearsal));

function onlyCluster() {
  const [cluster] = rehearsal.simulation.clusters.all();
  if (!cluster) throw new Error("no cluster");
  return cluster;
}

const cordoned = () => [...onlyCluster().nodes.values()].filter((node) => node.unschedulable).map(({ name }) => name);

const resize = (memoryMiB: number) =>
  rehearsal.editStack((text) => text.replace(/(worker: \{ cores: 2, memoryMiB:) \d+/, `$1 ${memoryMiB}`));

/** What befell workers in a run, in order. */
function story({ beganAt, endedAt }: Phase): string[] {
  const events = rehearsal.simulation.context.events.all.filter(({ at }) => at >= beganAt && at <= endedAt);
  return events.flatMap((event) => {
    if (event.kind === "cluster" && event.change.startsWith("node-")) return [`${event.machine} ${event.change}`];
    return event.kind === "machine" && event.change === "starting" ? [`${event.machine} starting`] : [];
  });
}

const gatedNode = (worker: string) =>
  ["node-cordoned", "node-drained", "starting", "node-uncordoned"].map((change) => `${worker} ${change}`);

test("the preview of a bigger pool shows each worker's drain, its VM, and its check afterwards", async () => {
  resize(5120);
  const preview = await rehearsal.preview("preview-bigger");
  const steps = changedSteps(preview.result.events).map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
  const ofWorker = (name: string) => ["drain", "join", "node", "vm"].map((step) => `update small-${name}-${step}`);
  expect(steps.filter((step) => !step.endsWith("small-dev")).sort()).toEqual([
    ...ofWorker("worker-1"),
    ...ofWorker("worker-2"),
  ]);
});

/** Every pod that is not bound to its node. */
function allPodsTo(worker: string): void {
  const { nodes, pods } = onlyCluster();
  for (const node of nodes.values()) if (!node.server && node.name !== worker) node.unschedulable = true;
  for (const pod of pods.all([...nodes.values()]))
    if (pod.owner === "Deployment") pods.evict(pod.name, [...nodes.values()]);
  for (const node of nodes.values()) node.unschedulable = false;
}

test("a worker that cannot be drained is named, nothing restarts, and it stays schedulable", async () => {
  allPodsTo("worker-1");
  onlyCluster().manifests.put(held);
  const phase = await rehearsal.up("held");
  expect(phase.failures.map(({ machine }) => machine)).toEqual(["worker-1"]);
  expect(problemsOf(phase).join("\n")).toContain("worker-1 could not be drained within 300 s");
  expect(during(rehearsal, phase).touched).toEqual([]);
  expect(cordoned()).toEqual([]);
  onlyCluster().manifests.delete(held);
});

test("a run interrupted after a worker's restart leaves it cordoned, and the next worker untouched", async () => {
  const phase = await rehearsal.up("cut-off");
  expect(phase.result.status).toBeUndefined();
  expect(story(phase)).toEqual(gatedNode("worker-1").slice(0, 3));
  expect(cordoned()).toEqual(["worker-1"]);
});

test("the next up uncordons it, and then drains the other", async () => {
  const phase = await rehearsal.up("converge");
  expect(problemsOf(phase)).toEqual([]);
  expect(story(phase)).toEqual(["worker-1 node-uncordoned", ...gatedNode("worker-2")]);
  expect(changedSteps((await rehearsal.preview()).result.events)).toEqual([]);
});

test("two workers restarted by one edit are drained one after the other", async () => {
  resize(6144);
  const phase = await rehearsal.up("resize");
  expect(problemsOf(phase)).toEqual([]);
  expect(story(phase)).toEqual([...gatedNode("worker-1"), ...gatedNode("worker-2")]);
});

test("no invariant was violated, and destroy leaves nothing", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.simulation.proxmox.leftovers()).toEqual([]);
});
