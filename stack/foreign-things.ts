import type { StackPlan } from "../distributions/distribution";
import { type Issue, showValue } from "../model/errors";
import type { InState } from "../model/in-state";
import { installationOf } from "../model/installations";
import type { FoundMapping, Inventory } from "../model/inventory";
import { isMarkedFor } from "../model/ownership-marker";

/** Bridges and mappings of others where the plan wants its own, or where it would delete what was its own. */
export function foreignThingIssues(plan: StackPlan, inventory: Inventory, inState: InState): Issue[] {
  return [
    ...bridgeIssues(plan, inventory),
    ...departedBridgeIssues(plan, inventory, inState),
    ...mappingIssues(plan, inventory),
    ...departedMappingIssues(plan, inventory, inState),
  ];
}

function bridgeIssues({ cluster, network }: StackPlan, { interfaces }: Inventory): Issue[] {
  return network.bridges.flatMap(({ name, host }) => {
    const found = interfaces.find((other) => other.name === name && other.host === host);
    if (found === undefined || isMarkedFor(cluster.name, found.comment)) return [];
    return {
      path: `network.bridges.${name}`,
      problem: "belongs to somebody else",
      got: `an interface of that name on ${host}${commentOf(found.comment)}`,
      allowed: "must be a free name there",
      remedy: `name it in proxmox.hosts.${host}.bridges to use it unchanged, or rename yours`,
    };
  });
}

/** What leaves the stack is deleted by its name, and the name may be somebody else's by now. */
function departedBridgeIssues(
  { cluster, network }: StackPlan,
  { interfaces }: Inventory,
  { bridges }: InState,
): Issue[] {
  const leaving = bridges.filter(
    ({ name, host }) => !network.bridges.some((bridge) => bridge.name === name && bridge.host === host),
  );
  return leaving.flatMap(({ name, host }) => {
    const found = interfaces.find((other) => other.name === name && other.host === host);
    if (found === undefined || isMarkedFor(cluster.name, found.comment)) return [];
    return departure(`network.bridges.${name}`, `an interface of that name on ${host}${commentOf(found.comment)}`);
  });
}

function departedMappingIssues({ cluster, gpus }: StackPlan, { mappings }: Inventory, inState: InState): Issue[] {
  const made = new Set(gpus.filter(({ manageMapping }) => manageMapping).map(({ mapping }) => mapping));
  const leaving = inState.mappings.filter((name) => !made.has(name));
  return leaving.flatMap((name) => {
    const all = mappings.filter((other) => other.name === name);
    const [found] = all;
    if (found === undefined || all.some(({ comment }) => isMarkedFor(cluster.name, comment))) return [];
    return departure("gpus.*.mapping", `${showValue(name)}, a mapping that exists${commentOf(found.comment)}`);
  });
}

const departure = (path: string, got: string): Issue => ({
  path,
  problem: "would be deleted, but now belongs to somebody else",
  got,
  allowed: "must carry this cluster's marker in its comment",
  remedy: "remove it from the state: pulumi state delete <urn> (pulumi stack --show-urns)",
});

function mappingIssues(plan: StackPlan, { mappings }: Inventory): Issue[] {
  const { cluster, gpus } = plan;
  return gpus.flatMap(({ name, mapping, manageMapping, host }) => {
    const installation = installationOf(plan, host).name;
    const isThere = (other: FoundMapping) => other.name === mapping && (other.installation ?? "") === installation;
    const found = manageMapping ? mappings.find(isThere) : undefined;
    if (found === undefined || isMarkedFor(cluster.name, found.comment)) return [];
    return {
      path: `gpus.${name}.mapping`,
      problem: "belongs to somebody else",
      got: `${showValue(mapping)}, a mapping that exists${commentOf(found.comment)}`,
      allowed: "must be a free name",
      remedy: "set manageMapping: false to use it unchanged, or rename yours",
    };
  });
}

const commentOf = (comment = ""): string => (comment.trim() === "" ? "" : ` (comment ${showValue(comment.trim())})`);
