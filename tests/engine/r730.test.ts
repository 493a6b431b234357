import { changedSteps } from "../../scripts/engine/engine-events";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { further } from "../support/further";
import { hostClient } from "../support/host-client";
import { during, endRehearsal, problemsOf, realStackOf, rehearse } from "../support/rehearsal";

jest.setTimeout(240_000);

let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await rehearse("r730", realStackOf("r730"));
});
afterAll(() => endRehearsal(rehearsal));

/** Nodes that carry the GPU's label, and those that carry its taint. */
function gpuNodes() {
  const [cluster] = rehearsal.simulation.clusters.all();
  const nodes = [...(cluster?.nodes.values() ?? [])];
  return {
    labelled: nodes.filter(({ labels }) => labels.get("nvidia.com/gpu.present") === "true").map(({ name }) => name),
    tainted: nodes
      .filter(({ taints }) =>
        taints.some(({ key, effect }) => key === "nvidia.com/gpu" && effect === "PreferNoSchedule"),
      )
      .map(({ name }) => name),
  };
}

test("r730 comes up behind its own firewall, and a second preview shows no changes", async () => {
  expect(problemsOf(await rehearsal.up())).toEqual([]);
  expect(gpuNodes()).toEqual({ labelled: ["k8s-node1"], tainted: ["k8s-node1"] });
  const preview = await rehearsal.preview();
  expect(changedSteps(preview.result.events)).toEqual([]);
});

test("the stack's resources change only on purpose", async () => {
  const { deployment } = await rehearsal.exportState();
  expect(deployment.resources?.map(({ urn }) => urn).sort()).toMatchSnapshot();
});

further("changing one line moves the GPU with its label and taint, and no other machine changes", async () => {
  rehearsal.editStack((text) => text.replace("node: k8s-node1", "node: k8s-node3"));
  const phase = await rehearsal.up("move-gpu");
  expect(problemsOf(phase)).toEqual([]);
  expect(during(rehearsal, phase).touched).toEqual(["k8s-node1", "k8s-node3"]);
  expect(gpuNodes()).toEqual({ labelled: ["k8s-node3"], tainted: ["k8s-node3"] });
  const { beganAt, endedAt } = phase;
  const inPhase = rehearsal.simulation.context.events.all.filter(({ at }) => at >= beganAt && at <= endedAt);
  const drained = (worker: string) =>
    ["node-cordoned", "node-drained", "node-uncordoned"].map((change) => `${change} ${worker}`);
  expect(inPhase.flatMap((event) => (event.kind === "cluster" ? [`${event.change} ${event.machine}`] : []))).toEqual([
    ...drained("k8s-node1"),
    ...drained("k8s-node3"),
  ]);
});

test("while the firewall is down nothing behind it can be reached, and the next up catches up", async () => {
  rehearsal.invariants.phase("change");
  await hostClient(rehearsal).task("POST", "/nodes/pve/qemu/101/status/stop");
  rehearsal.editStack((text) =>
    text.replace("address: 10.0.20.104, storage: ssd", "address: 10.0.20.104, storage: ssd, memoryMiB: 24576"),
  );
  const cut = await rehearsal.up("cut-off");
  expect(cut.failures.map(({ machine }) => machine)).toEqual(["k8s-node4"]);
  const again = await rehearsal.up("back-again");
  expect(problemsOf(again)).toEqual([]);
});

test("destroy leaves the firewall, adopted and decommissioned machines, and no invariant was violated", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  const left = rehearsal.simulation.proxmox.host("pve").vms.map(({ name }) => name);
  expect(left.sort()).toEqual(["home-assistant", "pfsense", "truenas"]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
});
