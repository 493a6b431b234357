import { escapeInLines } from "../../model/unprintable";
import type { StackPlan } from "../../distributions/distribution";
import { API_AWAY, apiWentAway, saysAway } from "../../components/platform/says-away";
import { errorsOf, unfinishedSteps } from "./engine-events";
import type { UpdateResult } from "./pulumi";

/** One thing that went wrong in a run: on which machine, at which step, in whose words. */
export interface Failure {
  readonly machine: string | undefined;
  readonly step: string;
  readonly message: string;
}

type EngineError = ReturnType<typeof errorsOf>[number];

type Machines = Pick<StackPlan, "nodes">;

/** What the resources of the program do for a machine, by the end of their names. */
const steps: readonly (readonly [suffix: string, step: string])[] = [
  ["-vm", "virtual machine"],
  ["-vendor-data", "first-boot document"],
  ["-host-key", "SSH host key"],
  ["-prepare", "preparing the node"],
  ["-init", "initializing the cluster"],
  ["-join", "joining the cluster"],
  ["-node", "node registration"],
  ["-image", "image download"],
  ["-mapping", "PCI mapping"],
  ["-kubeconfig", "reading the kubeconfig"],
];

/** The failures of a run that name a resource, after a host that went away in it; if there are none, whatever the engine said. */
export function failuresOf(result: UpdateResult, plan: Machines): Failure[] {
  if (result.status === undefined) return interruptions(result, plan);
  const errors = withoutApi(errorsOf(result.events));
  const named = errors.filter(({ urn }) => nameOf(urn) !== "" && !isStack(urn));
  const away = errors.filter(({ message }) => /^(proxmox\.hosts\.|platform: |platform\.addons\.)/.test(message));
  const told = (named.length > 0 ? [...away, ...named] : errors).map(({ urn, message }) =>
    failureOf(urn, message, plan),
  );
  if (told.length > 0) return withoutTwins(told);
  const last = result.stderr.trim() || result.stdout.trim();
  return [{ machine: undefined, step: "pulumi", message: last.split("\n").slice(-12).join("\n") }];
}

/** One message instead of the Go client's for each object, where the API server went away. */
function withoutApi(errors: readonly EngineError[]): EngineError[] {
  const gone = errors.filter(({ urn, message }) => urn.includes("$kubernetes:") && saysAway(message));
  const [first] = gone;
  const isSaid = errors.some(({ message }) => message.startsWith(API_AWAY));
  const others = errors.filter((error) => !gone.includes(error));
  return first === undefined || isSaid ? others : [{ urn: "", message: apiWentAway(first.message) }, ...others];
}

/** `machine: step: message`, long messages with their following lines indented. */
export function formatFailure({ machine, step, message }: Failure): string {
  const [first = "", ...rest] = escapeInLines(message)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const head = [machine, step, first].filter((part) => part !== undefined).join(": ");
  return [head, ...rest.map((line) => `    ${line.trim()}`)].join("\n");
}

/** What a resource does, as messages call it: `worker-1: virtual machine`. */
export function stepOf(urn: string, plan: Machines): string {
  const { machine, step } = failureOf(urn, "", plan);
  return machine === undefined ? step : `${machine}: ${step}`;
}

/** What a run that was killed was in the middle of. */
function interruptions(result: UpdateResult, plan: Machines): Failure[] {
  const unfinished = unfinishedSteps(result.events).filter(({ type }) => !type.startsWith("homelab:"));
  const failures = unfinished.map(({ urn, op }) => failureOf(urn, `the engine was killed during ${op}`, plan));
  return failures.length > 0 ? failures : [{ machine: undefined, step: "pulumi", message: "the engine was killed" }];
}

function failureOf(urn: string, message: string, plan: Machines): Failure {
  const name = nameOf(urn);
  const step = steps.find(([suffix]) => name.endsWith(suffix));
  return { machine: machineOf(name, plan), step: step?.[1] ?? (name === "" ? "pulumi" : name), message: text(message) };
}

/** The machine whose name is the longest one found in the resource's: worker-1 is also in worker-10. */
function machineOf(resource: string, { nodes }: Machines): string | undefined {
  const found = nodes.map(({ name }) => name).filter((name) => resource.includes(name));
  const longest = found.sort((a, b) => b.length - a.length)[0];
  // Only the first server initializes, though that step is the cluster's own.
  return longest ?? (resource.endsWith("-init") ? nodes[0]?.name : undefined);
}

/** What engine and bridge wrap around an error of the provider, sometimes one inside the other. */
const wrappings = [
  /^\s*\d+ errors? occurred:\s*\*\s*/,
  /^(creating|updating|deleting|reading) urn:\S+: /,
  /^sdk-v2\/provider2\.go:\d+: sdk\.helper_schema: /,
  /: provider=proxmox@[\w.-]+$/,
];

function text(message: string): string {
  const bare = wrappings.reduce((wrapped, pattern) => wrapped.replace(pattern, ""), message.trim()).trim();
  return bare === message ? bare : text(bare);
}

function nameOf(urn: string): string {
  return urn.split("::")[3] ?? "";
}

function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

function withoutTwins(failures: readonly Failure[]): Failure[] {
  const seen = new Set<string>();
  return failures.filter((failure) => {
    const key = formatFailure(failure);
    return !seen.has(key) && seen.add(key);
  });
}
