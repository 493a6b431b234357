import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { MachineEvent, RequestEvent } from "../../rehearsal/events";
import type { SimulationFault } from "../../rehearsal/faults";
import { profiles, type Latencies } from "../../rehearsal/latencies";
import { requestsJsonl } from "../../rehearsal/report/requests-jsonl";
import { planOf } from "../../scripts/engine/plan-of";
import { formatFailure } from "../../scripts/engine/failure";
import { killsTheEngine } from "../../scripts/rehearsal/kill-switch";
import type { Phase } from "../../scripts/rehearsal/phase";
import { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import type { SessionOptions } from "../../scripts/rehearsal/session";
import { setUpTools } from "../../scripts/toolchain-setup";
import { seedOfThisRun } from "./seed";
import { withoutPlatform } from "./without-platform";

const repository = join(__dirname, "..", "..");
const engineDirectory = join(repository, ".rehearsal", "engine");

/**
 * A tenth of `fast`: an engine test measures nothing, so the simulation need not take its time. What is asked of a task is
 * answered when the longest of them, a worker's clone, is over. Time inside of machines passes slower: kubeadm waits four
 * minutes for a kubelet, and a busy computer needs more than one second to simulate its start.
 */
export const hasty: Latencies = {
  ...(Object.fromEntries(
    Object.entries(profiles.fast).map(([what, ms]) => [what, Math.ceil(ms / 10)]),
  ) as unknown as Latencies),
  taskStatus: 40,
  guestSecond: 12,
};

/** A stack of tests/engine/stacks. */
export const stackOf = (name: string): string =>
  readFileSync(join(repository, `tests/engine/stacks/Pulumi.${name}.yaml`), "utf8");
export const smallStack = (): string => readFileSync(join(repository, "tests/engine/stacks/Pulumi.small.yaml"), "utf8");

/** A stack of this checkout, without its platform, and as it is. */
export const realStackOf = (name: string): string => withoutPlatform(wholeStackOf(name));
export const wholeStackOf = (name: string): string => readFileSync(join(repository, `Pulumi.${name}.yaml`), "utf8");
export const asgardStack = (): string => realStackOf("asgard");

/**
 * A rehearsal for a test file; the name keeps its files apart from other files'. `more` may name another program's folder
 * as `repository`.
 */
export async function rehearse(
  name: string,
  stackFile: string,
  faults: readonly SimulationFault[] = [],
  more: Partial<Pick<SessionOptions, "repository" | "latencies" | "clock" | "seed" | "others" | "later">> = {},
  { withoutPlatform = false } = {},
): Promise<Rehearsal> {
  const { platform } = planOf(stackFile, name);
  const tools = await setUpTools(withoutPlatform ? {} : { platform });
  const env = { ...tools.env, ...(faults.some(killsTheEngine) ? {} : savedAtTheEnd) };
  const directory = join(engineDirectory, name);
  return Rehearsal.start({
    repository,
    stack: name,
    stackFile,
    directory,
    tools: { ...tools, env },
    latencies: hasty,
    seed: seedOfThisRun(),
    faults,
    dialAttempts: 10,
    // Pods come up beside other tests' real API servers, and nothing of that is an event of the simulation.
    stalledAfterSeconds: platform === undefined ? 60 : 400,
    ...more,
  });
}

/**
 * The engine writes its whole state down twice for every step, a quarter of the work of an `up`; with this it does so once,
 * at its end, however it ends but by SIGKILL.
 */
const savedAtTheEnd = { PULUMI_SKIP_CHECKPOINTS: "true" };

/** What no test may do to a cluster that lives, whatever it is about. */
const always = ["volumes-untouched", "identity-kept"];

/**
 * Ends a rehearsal, and fails when a machine or a disk of others was harmed in it; its requests are kept for the check against the published schema, in a file of each test process,
 * for two that append to one file tear each other's lines.
 */
export async function endRehearsal(rehearsal: Rehearsal | undefined): Promise<void> {
  if (!rehearsal) return;
  const directory = join(engineDirectory, "requests");
  mkdirSync(directory, { recursive: true });
  const { events } = rehearsal.simulation.context;
  appendFileSync(join(directory, `${process.pid}.jsonl`), requestsJsonl(events.all, rehearsal.invariants.secrets));
  await rehearsal.close();
  expect(rehearsal.invariants.soFar.filter(({ invariant }) => always.includes(invariant))).toEqual([]);
}

/** What a phase reports when it failed, and nothing when it did not: so a failing test shows the engine's words. */
export function problemsOf(phase: Phase): readonly string[] {
  return phase.ok ? [] : phase.failures.map(formatFailure);
}

/** What happened in the simulation during a phase. */
export function during({ simulation }: Rehearsal, { beganAt, endedAt }: Phase) {
  const events = simulation.context.events.all.filter(({ at }) => at >= beganAt && at <= endedAt);
  const machineEvents = events.filter((event): event is MachineEvent => event.kind === "machine");
  const requests = events.filter((event): event is RequestEvent => event.kind === "request");
  return {
    /** Machines whose life or configuration changed, sorted. */
    touched: [...new Set(machineEvents.map(({ machine }) => machine))].sort(),
    changes: (machine: string) => machineEvents.flatMap((event) => (event.machine === machine ? [event.change] : [])),
    writes: requests.filter(({ method }) => method !== "GET"),
  };
}
