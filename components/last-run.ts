import * as pulumi from "@pulumi/pulumi";
import type { ClusterPlan, MachinePlan } from "../model/cluster-plan";
import { ConfigError } from "../model/errors";
import { versionChangeIssues } from "../model/version-change";

/** What the last finished `up` of this very stack said of itself; empty before the first. */
export interface LastRun {
  readonly version?: string;
  readonly nodes: Readonly<Record<string, { readonly address: string; readonly role: string }>>;
}

/** Reads the stack's own outputs, as any other stack could. */
export async function readLastRun(): Promise<LastRun> {
  const self = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference(self);
  const [version, nodes] = await Promise.all(["version", "nodes"].map((name) => reference.getOutputDetails(name)));
  return {
    ...(typeof version?.value === "string" ? { version: version.value } : {}),
    nodes: (nodes?.value ?? {}) as LastRun["nodes"],
  };
}

/** True when the machine was a finished part of the cluster, at the same address, before this run. */
export function wasThere(lastRun: LastRun, machine: MachinePlan): boolean {
  const then = lastRun.nodes[machine.name];
  return then?.address === machine.address && then.role === machine.role;
}

/** @throws pulumi.RunError when the running release may not be followed by the planned one. */
export function refuseVersionChange(lastRun: LastRun, plan: ClusterPlan): void {
  const issues = lastRun.version === undefined ? [] : versionChangeIssues(lastRun.version, plan.cluster.version);
  if (issues.length > 0) throw new pulumi.RunError(new ConfigError(issues).message);
}
