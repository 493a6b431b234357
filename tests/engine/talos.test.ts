import { changedSteps } from "../../scripts/engine/engine-events";
import { wrongOutputs } from "../../scripts/rehearsal/outputs-check";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { secretSightings } from "../../scripts/rehearsal/secret-sightings";
import { captureState, type StateCapture } from "../../scripts/rehearsal/state-capture";
import { further } from "../support/further";
import { hostClient } from "../support/host-client";
import { during, endRehearsal, problemsOf, rehearse, stackOf } from "../support/rehearsal";
import { talosSystemOf } from "../../rehearsal/distributions/talos/cluster/talos-system";

jest.setTimeout(240_000);

let rehearsal: Rehearsal;
/** While everything was there. */
let state: StateCapture;
let tokens: readonly [machine: string, bootstrap: string];
beforeAll(async () => {
  rehearsal = await rehearse("talos", stackOf("talos"));
});
afterAll(() => endRehearsal(rehearsal));

async function change(edit: (text: string) => string): Promise<Phase> {
  rehearsal.editStack(edit);
  const phase = await rehearsal.up(`change-${rehearsal.phases.length}`);
  expect(problemsOf(phase)).toEqual([]);
  return phase;
}

const without = (name: string) => (text: string) => text.replace(new RegExp(`^ +${name}: .*\\n`, "m"), "");

function cluster() {
  const [found, ...others] = rehearsal.simulation.clusters.all();
  if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} clusters`);
  return found;
}

/** Commands of the operator during a phase, by what they end with. */
function commands(phase: Phase, pattern: RegExp) {
  const all = rehearsal.simulation.context.events.all.filter(({ at }) => at >= phase.beganAt && at <= phase.endedAt);
  return all.flatMap((event) =>
    event.kind === "command" && event.phase === "end" && pattern.test(event.command) ? [event] : [],
  );
}

/** What became of the cluster's machines during a phase, as `<change> <machine>`. */
function clusterChanges(phase: Phase): string[] {
  const all = rehearsal.simulation.context.events.all.filter(({ at }) => at >= phase.beganAt && at <= phase.endedAt);
  return all.flatMap((event) => (event.kind === "cluster" ? [`${event.change} ${event.machine}`] : []));
}

test("a cluster comes up on machines without login, bootstrapped once", async () => {
  const phase = await rehearsal.up();
  expect(problemsOf(phase)).toEqual([]);
  expect(cluster().etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  expect([...cluster().nodes.keys()].sort()).toEqual(["ctrl-1", "ctrl-2", "ctrl-3", "work-1", "work-2"]);
  const bootstraps = commands(phase, / bootstrap$/);
  expect(bootstraps.filter(({ exitCode }) => exitCode === 0).map(({ machine }) => machine)).toEqual(["ctrl-1"]);
  expect(new Set(bootstraps.map(({ machine }) => machine))).toEqual(new Set(["ctrl-1"]));
  expect(new Set(commands(phase, /./).map(({ user }) => user))).toEqual(new Set(["operator"]));
});

test("the node with the GPU has its label and taint", () => {
  const node = cluster().nodes.get("work-1");
  expect(node?.labels.get("nvidia.com/gpu.present")).toBe("true");
  expect(node?.taints).toEqual([{ key: "nvidia.com/gpu", value: "true", effect: "PreferNoSchedule" }]);
});

test("the kubeconfig and the talosconfig are complete, and no secret of the cluster is readable anywhere", async () => {
  state = await captureState(rehearsal.pulumi);
  expect(wrongOutputs(state, rehearsal.plan)).toEqual([]);
  expect(secretSightings(rehearsal, state)).toEqual([]);
  const config = talosSystemOf(rehearsal.simulation.clusters).machine("work-2")?.config;
  tokens = [config?.text("machine.token") ?? "", config?.text("cluster.token") ?? ""];
});

test("a second preview shows no change", async () => {
  const preview = await rehearsal.preview();
  expect(problemsOf(preview)).toEqual([]);
  expect(changedSteps(preview.result.events)).toEqual([]);
});

further("changing one line moves the GPU with label and taint from one drained worker to another", async () => {
  const phase = await change((text) => text.replace("rtx: { node: work-1", "rtx: { node: work-2"));
  expect(during(rehearsal, phase).touched).toEqual(["work-1", "work-2"]);
  const drained = (worker: string) =>
    ["node-cordoned", "node-drained", "node-uncordoned"].map((change) => `${change} ${worker}`);
  expect([...new Set(clusterChanges(phase))]).toEqual([...drained("work-1"), ...drained("work-2")]);
  const wears = (name: string) => cluster().nodes.get(name)?.labels.get("nvidia.com/gpu.present") === "true";
  expect([wears("work-1"), wears("work-2")]).toEqual([false, true]);
  expect(cluster().nodes.get("work-1")?.taints).toEqual([]);
  expect(cluster().nodes.get("work-2")?.taints).toHaveLength(1);
});

further(
  "a removed worker is drained and reset, and its node deleted, while control planes grow one after another",
  async () => {
    const grown = (text: string) => text.replace("controlPlane: { cores: 2", "controlPlane: { cores: 4");
    const phase = await change((text) => without("work-1")(grown(text)));
    expect(during(rehearsal, phase).touched).toEqual(["ctrl-1", "ctrl-2", "ctrl-3", "work-1"]);
    expect(clusterChanges(phase)).toEqual(expect.arrayContaining(["node-drained work-1", "node-removed work-1"]));
    expect(clusterChanges(phase)).not.toContainEqual(expect.stringMatching(/^quorum-lost/));
    expect(commands(phase, / reset --graceful /).map(({ machine, exitCode }) => [machine, exitCode])).toEqual([
      ["work-1", 0],
    ]);
    expect(cluster().nodes.has("work-1")).toBe(false);
  },
);

further(
  "a failed first control plane is recreated, joins the cluster it initialized, and leaves no stale etcd member",
  async () => {
    await hostClient(rehearsal).task("POST", "/nodes/pve/qemu/101/status/stop");
    const phase = await change((text) => text.replace("ctrl-1: { role", "ctrl-1: { generation: 1, role"));
    expect(during(rehearsal, phase).touched).toEqual(["ctrl-1"]);
    expect(clusterChanges(phase)).toEqual(expect.arrayContaining(["server-left ctrl-1", "server-joined ctrl-1"]));
    expect(cluster().etcd.count()).toEqual({ voting: 3, learners: 0, up: 3 });
  },
);

further("two control planes leave one after the other, and leave etcd too", async () => {
  const phase = await change((text) => without("ctrl-2")(without("ctrl-3")(text)));
  expect(during(rehearsal, phase).touched).toEqual(["ctrl-2", "ctrl-3"]);
  expect(clusterChanges(phase)).not.toContainEqual(expect.stringMatching(/^quorum-lost/));
  expect(cluster().etcd.members.map(({ node }) => node)).toEqual(["ctrl-1"]);
});

test("no invariant was violated, and destroy leaves nothing", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.leftovers).toEqual([]);
  expect(secretSightings(rehearsal, state)).toEqual([]);
  expect(rehearsal.caught).toEqual([]);
});

test("the cluster's tokens in process arguments are caught, in the form they have on the machines", () => {
  const [machineToken, bootstrapToken] = tokens;
  const command = `talosctl --token ${machineToken} --bootstrap-token ${bootstrapToken}`;
  const about = { machine: "operator", user: "operator", phase: "end", exitCode: 0 } as const;
  rehearsal.simulation.context.events.emit({
    kind: "command",
    ...about,
    command: "talosctl",
    argv: [command.split(" ")],
  });
  expect(secretSightings(rehearsal, state).map(({ what }) => what)).toEqual([
    "secret machineToken is readable in process arguments of operator",
    "secret bootstrapToken is readable in process arguments of operator",
  ]);
});
