import type { StackPlan } from "../distributions/distribution";
import { type Issue, showValue } from "../model/errors";
import { installationOf, installations } from "../model/installations";
import type { Inventory } from "../model/inventory";
import { nodeOf } from "../model/node-names";
import type { LastRun } from "./last-run";

/**
 * Hosts on which the state has files or bridges, and which their Proxmox does not know any more: renamed, or taken out of its
 * cluster. Guests are found wherever they are, files and bridges are not, and the provider would ask the former name for them.
 */
export function goneHostIssues(plan: StackPlan, { away }: Pick<Inventory, "away">, lastRun: LastRun): Issue[] {
  const { configuration, inState } = lastRun;
  if (configuration === undefined || inState === undefined || away?.nodes === undefined) return [];
  const known = new Map(installations(plan).map(({ endpoint, name }) => [endpoint, away.nodes?.get(name)]));
  const hosts = [...new Set([...inState.files, ...inState.bridges].map(({ host }) => host))].sort();
  return hosts.flatMap((host) => {
    if (configuration.proxmox.hosts[host] === undefined || plan.proxmox.hosts[host] !== undefined) return [];
    const nodes = known.get(installationOf(configuration, host).endpoint)?.map((name) => nodeOf(plan, name));
    if (nodes === undefined || nodes.includes(nodeOf(configuration, host))) return [];
    return {
      path: `proxmox.hosts.${host}`,
      problem: "has files or bridges of this stack, but is no node of its Proxmox any more",
      got: `${showValue(host)} in the state`,
      allowed: `must be one of ${[...nodes].sort().join(", ")}`,
      remedy:
        "if it was renamed, give it its former name back, or write the new one into the state (pulumi stack export, then " +
        "import); if it is gone for good, take what was on it out of the state: pulumi state delete <urn> (pulumi stack --show-urns)",
    };
  });
}
