import type { Issue } from "../../model/errors";
import { minorOf } from "../../model/kubernetes-releases";
import type { RunningCluster } from "../../model/running";
import type { PlanOf } from "../distribution";
import type { RancherName } from "./program";

/** Existing agents follow after the last server; new ones join after the first. */
export function newAgentIssues(
  { version, nodes }: RunningCluster,
  { cluster, nodes: planned }: PlanOf<RancherName>,
): Issue[] {
  if (version === undefined) return [];
  const agents = cluster.agentVersion ?? cluster.version;
  const servers = planned.filter(({ role }) => role === "control-plane").length;
  const early = planned.filter(({ role, name }) => role === "worker" && !nodes.includes(name)).map(({ name }) => name);
  if (servers === 1 || early.length === 0 || minorOf(agents) <= minorOf(version)) return [];
  return [
    {
      path: "cluster.agentVersion",
      problem: `new agents (${early.join(", ")}) would run another minor version before the last server does`,
      got: `"${agents}"`,
      allowed: `must be releases of v1.${minorOf(version)} and before`,
      remedy: "add them in a later edit, when the servers are upgraded",
    },
  ];
}
