import { parseFault } from "../../scripts/rehearsal/fault-argument";
import type { Phase } from "../../scripts/rehearsal/phase";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { during, endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(240_000);

const server = (id: number) =>
  `    server-${id}: { role: control-plane, vmId: ${100 + id}, address: 10.20.0.${10 + id} }\n`;

let rehearsal: Rehearsal;
beforeAll(async () => {
  const stack = withServers(1, 2, 3)(smallStack().replace("threads: 8", "threads: 16"));
  rehearsal = await rehearse("control-plane", stack, [parseFault("never-boots:server-2")]);
});
afterAll(() => endRehearsal(rehearsal));

/** The small stack with these servers and its one worker. */
function withServers(...ids: readonly number[]) {
  return (text: string) => text.replace(/^( +server-\d: .*\n)+/m, ids.map(server).join(""));
}

async function change(edit: (text: string) => string): Promise<Phase> {
  rehearsal.editStack(edit);
  const phase = await rehearsal.up(`change-${rehearsal.phases.length}`);
  expect(problemsOf(phase)).toEqual([]);
  return phase;
}

/** Names of machines by the moment something began to happen to them. */
function turns(phase: Phase): string[] {
  const { simulation } = rehearsal;
  const inPhase = simulation.context.events.all.filter(({ at }) => at >= phase.beganAt && at <= phase.endedAt);
  const starts = inPhase.flatMap((event) =>
    event.kind === "machine" && event.change === "starting" ? [event.machine] : [],
  );
  return [...new Set(starts)];
}

/** Names of etcd's members. */
function members(): (string | undefined)[] {
  const [cluster] = rehearsal.simulation.clusters.all();
  return (cluster?.etcd.members ?? []).map(({ name }) => name.replace(/-[0-9a-f]{8}$/, "")).sort();
}

test("a second server that never boots fails the up and is named, and the stack outputs no nodes", async () => {
  const phase = await rehearsal.up("up-without-server-2");
  expect(phase.failures.map(({ machine }) => machine)).toEqual(["server-2"]);
  const { deployment } = await rehearsal.exportState();
  expect(deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")).not.toHaveProperty("outputs.nodes");
  expect(turns(phase)).toContain("server-3");
  expect(members()).toEqual(["server-1"]);
});

test("the next up recreates it and keeps the prepared third, and they join one after the other", async () => {
  const phase = await rehearsal.up();
  expect(problemsOf(phase)).toEqual([]);
  expect(turns(phase)).toEqual(["server-2"]);
  expect(members()).toEqual(["server-1", "server-2", "server-3"]);
});

test("a bigger pool restarts all servers, each when the previous one is healthy again", async () => {
  const phase = await change((text) =>
    text.replace("controlPlane: { cores: 2, memoryMiB: 4096", "controlPlane: { cores: 2, memoryMiB: 5120"),
  );
  expect(turns(phase)).toEqual(["server-1", "server-2", "server-3"]);
  expect(during(rehearsal, phase).touched).toEqual(["server-1", "server-2", "server-3"]);
});

test("two servers are added, and no other machine changes", async () => {
  const phase = await change(withServers(1, 2, 3, 4, 5));
  expect(during(rehearsal, phase).touched).toEqual(["server-4", "server-5"]);
});

test("two servers are removed one after another, and no other machine changes", async () => {
  const phase = await change(withServers(1, 3, 5));
  expect(during(rehearsal, phase).touched).toEqual(["server-2", "server-4"]);
  expect(members()).toEqual(["server-1", "server-3", "server-5"]);
});

test("two servers are replaced in one run, one after another", async () => {
  const raised = (text: string) => text.replace(/(server-[35]: \{[^}]*?) \}/g, "$1, generation: 1 }");
  const phase = await change(raised);
  const { touched, changes } = during(rehearsal, phase);
  expect(touched).toEqual(["server-3", "server-5"]);
  expect(changes("server-3")).toEqual(expect.arrayContaining(["destroyed", "created", "booted"]));
});

test("no invariant was violated, and destroy leaves nothing", async () => {
  expect(problemsOf(await rehearsal.destroy())).toEqual([]);
  expect(rehearsal.invariants.findings().violations).toEqual([]);
  expect(rehearsal.simulation.proxmox.leftovers()).toEqual([]);
});
