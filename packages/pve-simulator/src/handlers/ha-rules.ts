import { failure } from "../errors";
import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import { sidOf } from "../model/ha-resources";
import { type HaRule, prioritiesOf, ruleErrors } from "../model/ha-rules";
import { splitList } from "../schema/formats";
import { nudgeAll, withPrefix } from "./ha-domain";
import { assertUnchanged } from "../model/unchanged";

/** Rules of PVE 9 (API2/HA/Rules.pm). */

export function list({ datacenter, params }: Call): unknown {
  const [type, resource] = [params.maybe("type"), params.maybe("resource")];
  return [...datacenter.haRules.rules]
    .filter(([, rule]) => type === undefined || rule.type === type)
    .filter(([, { resources }]) => resource === undefined || resources.includes(resource))
    .map(([name]) => view(datacenter, name));
}

export function read({ datacenter, params }: Call): unknown {
  return view(datacenter, params.text("rule"));
}

export function create(call: Call): null {
  const { datacenter, params } = call;
  const [name, { rules }] = [params.text("rule"), datacenter.haRules];
  const type = params.text("type") as HaRule["type"];
  const rule = checked({ type, resources: splitList(params.text("resources")), ...said(call) }, call);
  withPrefix("create ha rule failed: ", () => {
    if (rules.has(name)) throw failure(`HA rule '${name}' already defined`);
    assertKnown(datacenter, rule);
    assertFeasible(datacenter, name, rule);
    rules.set(name, rule);
  });
  nudgeAll(datacenter);
  return null;
}

export function update(call: Call): null {
  const { datacenter, params } = call;
  const [name, { haRules }] = [params.text("rule"), datacenter];
  withPrefix("update HA rules failed: ", () => {
    assertUnchanged(params.maybe("digest"), haRules.digestOf("rules"));
    const before = haRules.rules.get(name);
    if (before === undefined) throw failure(`HA rule '${name}' does not exist`);
    const resources = params.has("resources") ? splitList(params.text("resources")) : before.resources;
    const after = without(checked({ ...before, ...said(call), resources }, call), call);
    assertKnown(datacenter, after);
    assertFeasible(datacenter, name, after);
    haRules.rules.set(name, after);
  });
  nudgeAll(datacenter);
  return null;
}

/** One that is not there is gone already. */
export function remove({ datacenter, params }: Call): null {
  datacenter.haRules.rules.delete(params.text("rule"));
  nudgeAll(datacenter);
  return null;
}

const REQUIRED = { "node-affinity": "nodes", "resource-affinity": "affinity" } as const;
const OWN = { "node-affinity": ["nodes", "strict"], "resource-affinity": ["affinity"] } as const;

/** Each type has its own options besides those of all. */
function checked(rule: HaRule, { params }: Call): HaRule {
  const strange = rule.type === "node-affinity" ? OWN["resource-affinity"] : OWN["node-affinity"];
  const unexpected = strange.find((name) => params.has(name));
  if (unexpected !== undefined) throw failure(`unexpected property '${unexpected}'`);
  const needed = REQUIRED[rule.type];
  if (rule[needed] === undefined) throw failure(`missing value for required option '${needed}'`);
  return rule;
}

function without(rule: HaRule, { params }: Call): HaRule {
  const removed = splitList(params.maybe("delete") ?? "");
  const known: readonly string[] = ["resources", "comment", "disable", ...OWN[rule.type]];
  for (const name of removed) {
    if (!known.includes(name)) throw failure(`no such option '${name}'`);
    if (name === "resources" || name === REQUIRED[rule.type])
      throw failure(`unable to delete required option '${name}'`);
  }
  return Object.fromEntries(Object.entries(rule).filter(([name]) => !removed.includes(name))) as unknown as HaRule;
}

function said({ params }: Call): Partial<HaRule> {
  return {
    ...(params.has("nodes") && { nodes: params.text("nodes") }),
    ...(params.has("affinity") && { affinity: params.text("affinity") as "positive" | "negative" }),
    ...(params.has("strict") && { strict: Number(params.flag("strict")) }),
    ...(params.has("disable") && { disable: Number(params.flag("disable")) }),
    ...(params.has("comment") && { comment: params.text("comment") }),
  };
}

function assertKnown({ ha, hosts }: Datacenter, { resources, nodes }: HaRule): void {
  const managed = ha.all().map(({ vmId }) => sidOf(vmId));
  if (resources.length === 0) throw failure("no resources were specified");
  const strangers = [...resources].sort().filter((sid) => !managed.includes(sid));
  if (strangers.length > 0) throw failure(`cannot use unmanaged resource(s) ${strangers.join(", ")}.`);
  if (nodes === undefined) return;
  const unknown = [...prioritiesOf(nodes).keys()].sort().filter((node) => !hosts.has(node));
  if (unknown.length > 0) throw failure(`cannot use non-existent node(s) ${unknown.join(", ")}.`);
}

function assertFeasible({ haRules, hosts }: Datacenter, name: string, rule: HaRule): void {
  const errors = ruleErrors(new Map([...haRules.rules, [name, rule]]), name, hosts.size);
  const lines = Object.entries(errors).map(([option, text]) => `${option}: ${text}`);
  // An exception of its own, but the lock makes a text of it.
  if (lines.length > 0) throw failure([`400 Rule '${name}' is invalid.`, ...lines].join("\n"));
}

function view({ haRules, hosts }: Datacenter, name: string): unknown {
  const rule = haRules.rules.get(name);
  if (rule === undefined) throw failure(`no such ha rule '${name}'`);
  const errors = Object.entries(ruleErrors(haRules.rules, name, hosts.size));
  return {
    ...rule,
    rule: name,
    digest: haRules.digestOf("rules"),
    order: [...haRules.rules.keys()].indexOf(name) + 1,
    resources: [...rule.resources].sort().join(","),
    ...(rule.nodes !== undefined && { nodes: inOrder(rule.nodes) }),
    ...(errors.length > 0 && {
      errors: Object.fromEntries(errors.map(([option, text]) => [option, text.split(", ")])),
    }),
  };
}

const inOrder = (nodes: string): string =>
  [...prioritiesOf(nodes)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([node, priority]) => (priority === 0 ? node : `${node}:${priority}`))
    .join(",");
