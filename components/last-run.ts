import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan, MachinePlan } from "../model/cluster-plan";
import type { Config } from "../model/config";
import { type Applied, editIssues, editIssuesOfBegun, editNotices } from "../model/edits/edit-issues";
import { ConfigError } from "../model/errors";
import type { Guest } from "../model/inventory";
import { decommissionIssues } from "../model/decommission-change";
import { releaseChangeIssues, releaseNotices, type Running } from "../model/release-change";
import type { LoadedConfig } from "./load-config";

/** What the last finished `up` of this very stack said of itself; empty before the first. */
export interface LastRun {
  readonly clusterName?: string;
  readonly distribution?: string;
  readonly version?: string;
  /** Release of Kubernetes, where the distribution's own says nothing of it. */
  readonly kubernetesVersion?: string;
  readonly login?: Login;
  /** What was applied. */
  readonly configuration?: Config;
  readonly nodes: Readonly<Record<string, { readonly address: string; readonly role: string; readonly vmId?: number }>>;
  /** Machines that are no nodes and were in state: VM ids by name. */
  readonly machines?: Readonly<Record<string, number>>;
  /** Templates: names by VM id. */
  readonly templates?: Readonly<Record<string, string>>;
}

/** How the program logs in to the machines. */
export interface Login {
  readonly user: string;
  readonly sshPort: number;
}

/** Reads the stack's own outputs, as any other stack could. */
export async function readLastRun(): Promise<LastRun> {
  const self = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference(self);
  const names = [
    ...["clusterName", "distribution", "version", "kubernetesVersion", "login", "configuration"],
    ...["nodes", "machines", "templates"],
  ];
  const details = await Promise.all(names.map((name) => reference.getOutputDetails(name)));
  const [clusterName, distribution, version, kubernetesVersion, login, configuration, ...made] = details;
  const [nodes, machines, templates] = made;
  return {
    ...(typeof clusterName?.value === "string" ? { clusterName: clusterName.value } : {}),
    ...(typeof distribution?.value === "string" ? { distribution: distribution.value } : {}),
    ...(typeof version?.value === "string" ? { version: version.value } : {}),
    ...(typeof kubernetesVersion?.value === "string" ? { kubernetesVersion: kubernetesVersion.value } : {}),
    ...(login?.value === undefined ? {} : { login: login.value as Login }),
    ...(configuration?.value === undefined ? {} : { configuration: configuration.value as Config }),
    nodes: (nodes?.value ?? {}) as LastRun["nodes"],
    machines: (machines?.value ?? {}) as NonNullable<LastRun["machines"]>,
    templates: (templates?.value ?? {}) as NonNullable<LastRun["templates"]>,
  };
}

/** What that run had in state: names by VM id. */
export function knownGuests({ nodes, machines = {}, templates = {} }: LastRun): Map<number, string> {
  return new Map([
    ...Object.entries(templates).map(([vmId, name]): [number, string] => [Number(vmId), name]),
    ...Object.entries(nodes).flatMap(([name, { vmId }]): [number, string][] =>
      vmId === undefined ? [] : [[vmId, name]],
    ),
    ...Object.entries(machines).map(([name, vmId]): [number, string] => [vmId, name]),
  ]);
}

/** True when the machine was a finished part of the cluster, at the same address, before this run. */
export function wasThere(lastRun: LastRun, machine: MachinePlan): boolean {
  const then = lastRun.nodes[machine.name];
  return then?.address === machine.address && then.role === machine.role;
}

/** True when a finished run before this one made the machine, whatever it was told since. */
export function wasInState({ nodes, machines = {} }: LastRun, { name }: Pick<MachinePlan, "name">): boolean {
  return nodes[name] !== undefined || machines[name] !== undefined;
}

function runningOf(lastRun: LastRun, { machines }: ClusterPlan): Running {
  const nodes = machines.filter((machine) => wasThere(lastRun, machine)).map(({ name }) => name);
  return { ...lastRun, nodes };
}

/**
 * `upgraded`, by default from the environment: the release somebody says to have brought every node to by hand.
 * @throws pulumi.RunError with every reason why what runs may not be followed by the plan.
 */
export function refuseImpossibleChange(
  lastRun: LastRun,
  { config, plan, guests }: Planned,
  upgraded = process.env["HOMELAB_UPGRADED"],
): void {
  const applied = appliedBefore(lastRun, guests);
  const issues = [
    ...(applied === undefined ? [] : editIssues(applied, config)),
    ...editIssuesOfBegun(lastRun, config),
    ...releaseChangeIssues(runningOf(lastRun, plan), plan, upgraded),
    ...decommissionIssues(lastRun.machines ?? {}, plan),
  ];
  if (issues.length > 0) throw new pulumi.RunError(new ConfigError(issues).message);
}

/** What this run will not do, though the change of the stack file could be read so. */
export function noticesOf(lastRun: LastRun, { config, plan }: Planned): string[] {
  const applied = appliedBefore(lastRun);
  return [
    ...releaseNotices(runningOf(lastRun, plan), plan),
    ...(applied === undefined ? [] : editNotices(applied, config)),
  ];
}

/** What this run is to make. */
type Planned = Pick<LoadedConfig, "config" | "plan"> & {
  /** What is on the hosts, where somebody looked. */
  readonly guests?: readonly Guest[];
};

function appliedBefore({ configuration, nodes }: LastRun, guests: readonly Guest[] = []): Applied | undefined {
  const whereabouts = new Map(guests.map(({ vmId, host }) => [vmId, host]));
  return configuration && { config: configuration, nodes: Object.keys(nodes), whereabouts };
}
