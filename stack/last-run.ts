import type { NodePlan } from "../model/cluster-plan";
import type { StackConfig, StackPlan } from "../distributions/distribution";
import { configSchema } from "./config-schema";
import type { InState } from "../model/in-state";
import { inTodaysWords } from "./renamed-keys";
import type { Retries } from "./platform/releases-in-state";
import type { Placement } from "./place-nodes";

/** What the last finished `up` of this very stack said of itself; empty before the first. */
export interface LastRun {
  readonly clusterName?: string;
  readonly distribution?: string;
  readonly version?: string;
  /** Release of Kubernetes, if not implied by the distribution's own. */
  readonly kubernetesVersion?: string;
  readonly login?: NodeLogin;
  /** What was applied. */
  readonly configuration?: StackConfig;
  readonly nodes: Readonly<Record<string, { readonly address: string; readonly role: string; readonly vmId?: number }>>;
  /** Machines that are no nodes and were in state: VM ids by name. */
  readonly vms?: Readonly<Record<string, number>>;
  /** Templates: names by VM id. */
  readonly templates?: Readonly<Record<string, string>>;
  /** What the state has on the hosts; undefined where nobody read it. */
  readonly inState?: InState;
  /** Releases of add-ons that are to be upgraded though nothing about them changes. */
  readonly retries?: Retries;
  /** How often nodes were recreated after a failed creation. */
  readonly recreated?: Recreated;
  /** What a later run that did not finish made, if there was one. */
  readonly begun?: BegunRun;
}

/** How often nodes were recreated because their creation did not finish, by name. */
export type Recreated = Readonly<Record<string, number>>;

/** How the program logs in to the machines. */
export interface NodeLogin {
  readonly user: string;
  readonly sshPort: number;
}

/** A run that made machines and did not finish: what it was to apply, and how far it came. */
export interface BegunRun {
  readonly configuration: StackConfig;
  /** Names of the machines that it made, nodes and others. */
  readonly machines: readonly string[];
  /** Nodes that joined. */
  readonly joined: readonly string[];
  /** Nodes that were prepared: the join of any of them may have begun. */
  readonly prepared?: readonly string[];
}

/** A stack's outputs that the program reads again. */
export const OUTPUTS_OF_A_RUN = [
  "clusterName",
  "distribution",
  "version",
  "kubernetesVersion",
  "login",
  "configuration",
  "nodes",
  "vms",
  "machines",
  "templates",
] as const;

/** What the program says of itself for the next run; `machines` is what an earlier program called `vms`. */
export type OutputsOfARun = Readonly<
  Record<Exclude<(typeof OUTPUTS_OF_A_RUN)[number], "machines" | "kubernetesVersion">, unknown>
>;

/** The outputs of a stack, as its state has them. */
export function lastRunOf(outputs: Readonly<Record<string, unknown>>): LastRun {
  const { clusterName, distribution, version, kubernetesVersion, login, configuration } = outputs;
  return {
    ...(typeof clusterName === "string" ? { clusterName } : {}),
    ...(typeof distribution === "string" ? { distribution } : {}),
    ...(typeof version === "string" ? { version } : {}),
    ...(typeof kubernetesVersion === "string" ? { kubernetesVersion } : {}),
    ...(login === undefined ? {} : { login: login as NodeLogin }),
    ...(configuration === undefined ? {} : { configuration: inTodaysForm(configuration) }),
    nodes: (outputs["nodes"] ?? {}) as LastRun["nodes"],
    vms: (outputs["vms"] ?? outputs["machines"] ?? {}) as NonNullable<LastRun["vms"]>,
    templates: (outputs["templates"] ?? {}) as NonNullable<LastRun["templates"]>,
  };
}

/** An earlier program did not know every key: whatever it left out has its default, and is no edit. */
export function inTodaysForm(configuration: unknown): StackConfig {
  const isMap = typeof configuration === "object" && configuration !== null;
  const read = configSchema.safeParse(isMap ? inTodaysWords({ ...configuration }) : configuration);
  return read.success ? read.data : (configuration as StackConfig);
}

/** What that run had in state: names by VM id. */
export function knownGuests({ nodes, vms = {}, templates = {} }: LastRun): Map<number, string> {
  return new Map([
    ...Object.entries(templates).map(([vmId, name]): [number, string] => [Number(vmId), name]),
    ...Object.entries(nodes).flatMap(([name, { vmId }]): [number, string][] =>
      vmId === undefined ? [] : [[vmId, name]],
    ),
    ...Object.entries(vms).map(([name, vmId]): [number, string] => [vmId, name]),
  ]);
}

/** Where nodes are: as the run says that made them, finished or not. */
export function placementOf({ configuration, begun }: Pick<LastRun, "configuration" | "begun">): Placement {
  const made = Object.entries(begun?.configuration.nodes ?? {}).filter(([name]) => begun?.machines.includes(name));
  const all = [...made, ...Object.entries(configuration?.nodes ?? {})];
  return Object.fromEntries(all.flatMap(([name, { host }]) => (host === undefined ? [] : [[name, host]])));
}

/** True when the machine was a finished part of the cluster, at the same address, before this run. */
export function wasThere(lastRun: LastRun, node: NodePlan): boolean {
  const then = lastRun.nodes[node.name];
  return then?.address === node.address && then.role === node.role;
}

/** True when the machine may be part of the existing cluster: it joined in a run before this one, finished or not. */
export function hasJoined(lastRun: LastRun, machine: NodePlan): boolean {
  return wasThere(lastRun, machine) || (lastRun.begun?.joined.includes(machine.name) ?? false);
}

/** Whether nodes come or go: until all is done the last finished run says nothing of them. */
export function bringsNodes(plan: Pick<StackPlan, "nodes">, { configuration, nodes }: LastRun): boolean {
  const planned = plan.nodes.map(({ name }) => name).sort();
  return configuration === undefined || planned.join() !== Object.keys(nodes).sort().join();
}

/** True when a finished run before this one made the machine, whatever it was told since. */
export function wasInState({ nodes, vms = {} }: LastRun, { name }: Pick<NodePlan, "name">): boolean {
  return nodes[name] !== undefined || vms[name] !== undefined;
}

/**
 * True when the machine lives by what it was told at its first boot: a run before this one finished it, or it joined, or, of
 * a VM outside the cluster, was made, in one that did not finish.
 */
export function isInUse(lastRun: LastRun, { name, vmId }: Pick<NodePlan, "name" | "vmId">): boolean {
  const { begun, inState } = lastRun;
  const isNode = begun?.configuration.nodes[name] !== undefined;
  const isMade = begun?.machines.includes(name) === true && inState?.unfinished.includes(vmId) === false;
  return wasInState(lastRun, { name }) || begun?.joined.includes(name) === true || (isMade && !isNode);
}

/** Whether the state has the VM now; as far as the last run says where nobody read the state. */
export function isInState(lastRun: LastRun, machine: Pick<NodePlan, "name" | "vmId">): boolean {
  return lastRun.inState?.guests.includes(machine.vmId) ?? wasInState(lastRun, machine);
}
