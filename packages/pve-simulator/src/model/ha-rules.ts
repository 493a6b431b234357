import { createHash } from "node:crypto";

/** A group of PVE 8: where its resources run, the highest priority first. */
export interface HaGroup {
  /** `pve:2,pve-2`, as it was given. */
  readonly nodes: string;
  readonly restricted?: number;
  readonly nofailback?: number;
  readonly comment?: string;
}

/** A rule of PVE 9. */
export interface HaRule {
  readonly type: "node-affinity" | "resource-affinity";
  /** `vm:100`. */
  readonly resources: readonly string[];
  readonly nodes?: string;
  readonly strict?: number;
  readonly affinity?: "positive" | "negative";
  readonly disable?: number;
  readonly comment?: string;
}

/** What groups.cfg and rules.cfg of the HA stack say. */
export class HaRules {
  readonly groups = new Map<string, HaGroup>();
  readonly rules = new Map<string, HaRule>();

  /** Of one of the two files. */
  digestOf(file: "groups" | "rules"): string {
    return createHash("sha1")
      .update(JSON.stringify([...this[file]]))
      .digest("hex");
  }

  /** Those in force, of one type. */
  active(type: HaRule["type"]): HaRule[] {
    return [...this.rules.values()].filter((rule) => rule.type === type && rule.disable !== 1);
  }

  /** What leaves HA leaves its rules, and a rule goes with the last of its resources (`delete_service_from_config`). */
  purge(sid: string): void {
    for (const [name, rule] of this.rules) {
      const resources = rule.resources.filter((other) => other !== sid);
      if (resources.length === 0) this.rules.delete(name);
      else this.rules.set(name, { ...rule, resources });
    }
  }
}

/** `pve:2,pve-2` by node; one without a priority has 0. */
export function prioritiesOf(nodes: string): Map<string, number> {
  const entries = nodes.split(/[\s,;]+/).filter((entry) => entry !== "");
  return new Map(
    entries.map((entry) => {
      const [node = "", priority = "0"] = entry.split(":");
      return [node, Number(priority)];
    }),
  );
}

/** Why a rule cannot be, by option (the checks of Rules/{Node,Resource}Affinity.pm that need no second rule but one). */
export function ruleErrors(rules: ReadonlyMap<string, HaRule>, name: string, nodes: number): Record<string, string> {
  const rule = rules.get(name);
  if (rule === undefined || rule.disable === 1) return {};
  const others = [...rules].filter(([other, { disable }]) => other !== name && disable !== 1).map(([, other]) => other);
  const said =
    rule.type === "node-affinity" ? nodeAffinityErrors(rule, others) : resourceAffinityErrors(rule, others, nodes);
  return said.length === 0 ? {} : { resources: said.join(", ") };
}

function nodeAffinityErrors({ resources }: HaRule, others: readonly HaRule[]): string[] {
  const used = new Set(others.filter(({ type }) => type === "node-affinity").flatMap((other) => other.resources));
  return [...resources]
    .sort()
    .filter((sid) => used.has(sid))
    .map((sid) => `resource '${sid}' is already used in another node affinity rule`);
}

function resourceAffinityErrors({ resources, affinity }: HaRule, others: readonly HaRule[], nodes: number): string[] {
  const opposite = affinity === "positive" ? "negative" : "positive";
  const isTorn = others.some(
    (other) => other.affinity === opposite && other.resources.filter((sid) => resources.includes(sid)).length >= 2,
  );
  return [
    ...(resources.length < 2 ? ["rule is ineffective as there are less than two resources"] : []),
    ...(affinity === "negative" && resources.length > nodes
      ? ["rule defines more resources than available nodes"]
      : []),
    ...(isTorn ? [`rule shares two or more resources with a ${opposite} resource affinity rule`] : []),
  ];
}
