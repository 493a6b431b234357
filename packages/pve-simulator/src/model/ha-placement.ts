import type { Datacenter } from "./datacenter";
import { type HaResource, sidOf } from "./ha-resources";
import { prioritiesOf } from "./ha-rules";

/** Nodes on which a resource may run, and those of them on which it should, whatever runs there now. */
interface Affinity {
  readonly allowed: readonly string[];
  readonly preferred: readonly string[];
}

/** Where a resource belongs: `stay` leaves it where that is as good as anywhere. */
export function nodeFor(
  datacenter: Datacenter,
  resource: HaResource,
  how: "stay" | "next",
  tried: readonly string[] = [],
): string | undefined {
  const current = datacenter.vms.get(resource.vmId)?.host.node ?? "";
  const { allowed, preferred } = affinityOf(datacenter, resource);
  const separate = neighboursOf(datacenter, resource, "negative");
  const together = neighboursOf(datacenter, resource, "positive");
  const isAllowed = together.includes(current) || !separate.includes(current);
  if (how === "stay" && !failsBack(datacenter, resource) && allowed.includes(current) && isAllowed) return current;
  const apart = preferred.filter((node) => !tried.includes(node) && !separate.includes(node));
  const mates = together.filter((node) => apart.includes(node)).sort();
  const nodes = mates.length === 0 ? apart : [mostOften(mates)];
  if (how === "stay" && nodes.includes(current)) return current;
  return [...nodes].sort()[0];
}

/** Where those are with which the rules keep it together, or from which they keep it apart. */
export function neighboursOf(
  datacenter: Datacenter,
  { vmId }: HaResource,
  affinity: "positive" | "negative",
): string[] {
  return companionsOf(datacenter, vmId, affinity).flatMap((other) => {
    const [node, target] = [datacenter.vms.get(other)?.host.node, datacenter.ha.find(other)?.target];
    // One that moves is where it goes to; until it is there nothing else may be at either place that must not meet it.
    const nodes = affinity === "positive" ? [target ?? node] : [node, target];
    return nodes.filter((one) => one !== undefined);
  });
}

/** The VM ids of those. */
export function companionsOf({ ha, haRules }: Datacenter, vmId: number, affinity: "positive" | "negative"): number[] {
  const rules = haRules.active("resource-affinity").filter((rule) => rule.affinity === affinity);
  const others = rules.filter(({ resources }) => resources.includes(sidOf(vmId))).flatMap(({ resources }) => resources);
  return ha
    .all()
    .filter((other) => other.vmId !== vmId && other.state !== "ignored" && others.includes(sidOf(other.vmId)))
    .map((other) => other.vmId)
    .sort((a, b) => a - b);
}

function affinityOf(datacenter: Datacenter, resource: HaResource): Affinity {
  const online = [...datacenter.hosts.values()].filter(({ hasPower }) => hasPower).map(({ node }) => node);
  const said = preferenceOf(datacenter, resource);
  if (said === undefined) return { allowed: online, preferred: online };
  const priorities = prioritiesOf(said.nodes);
  const allowed = online.filter((node) => priorities.has(node) || !said.isStrict);
  const of = (node: string) => priorities.get(node) ?? -1;
  const highest = Math.max(...allowed.map(of));
  return { allowed, preferred: allowed.filter((node) => of(node) === highest) };
}

/** By its group (PVE 8), or by the rule that it is in (PVE 9). */
function preferenceOf({ haRules }: Datacenter, { vmId, said }: HaResource) {
  const group = haRules.groups.get(String(said.get("group") ?? ""));
  if (group !== undefined) return { nodes: group.nodes, isStrict: group.restricted === 1 };
  const rule = haRules.active("node-affinity").find(({ resources }) => resources.includes(sidOf(vmId)));
  return rule && { nodes: rule.nodes ?? "", isStrict: rule.strict === 1 };
}

function failsBack({ haRules }: Datacenter, { said }: HaResource): boolean {
  const group = haRules.groups.get(String(said.get("group") ?? ""));
  return group === undefined ? said.get("failback") !== 0 : group.nofailback !== 1;
}

const mostOften = (sorted: readonly string[]): string =>
  [...new Set(sorted)].reduce((best, node) => (countOf(sorted, node) > countOf(sorted, best) ? node : best));

const countOf = (all: readonly string[], one: string): number => all.filter((other) => other === one).length;
