import type { SimulatedCluster } from "../cluster";
import { parseNodeTaint, type ClusterNode } from "../node";
import { removeMemberIfAsked } from "../membership";
import type { KubectlCall, KubectlVerb } from "./verb";
import { needAnswers } from "./client";
import { KubectlError } from "./kubectl-error";
import { whyNoLabelValue, whyNotQualified } from "./qualified-name";
import { selectNodes, kubectlTargetOf } from "./select";

const TAINT_EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
const TAINT_HELP = "See 'kubectl taint -h' for help and examples";

interface MapField {
  readonly field: "labels" | "annotations";
  /** One of them, in kubectl's words. */
  readonly one: string;
  /** Refuses to set and to take away the same keys. */
  readonly both: (keys: readonly string[]) => string;
  readonly done: string;
  /** What kubectl says when all that was asked is to take something away. */
  readonly undone: string;
  /** What it says when nothing is another afterwards. */
  readonly same: string;
  /** Field managers of this field of nodes. */
  readonly told?: (cluster: SimulatedCluster, node: ClusterNode) => void;
  /** Refuses what may not be set. */
  readonly check: (node: ClusterNode, changes: ReadonlyMap<string, string>, old: ReadonlyMap<string, string>) => void;
}

/** `label node NAME k=v… k-…` and the same for annotations. */
function editMap({ field, one, both, done, undone, same, told, check }: MapField): KubectlVerb {
  return async (call) => {
    const { nodes, changes } = await read(call, one);
    const isOverwrite = call.parsed.flags.has("overwrite");
    const set = new Map(changes.filter((change) => change.includes("=")).map(pair));
    const gone = changes.filter((change) => !change.includes("=")).map((change) => change.replace(/-$/, ""));
    const twice = gone.filter((key) => set.has(key));
    if (twice.length > 0) throw new KubectlError(`error: can not both modify and remove ${both(twice)}`);
    return nodes
      .map((node) => {
        const map = node[field];
        const before = JSON.stringify([...map]);
        const taken = new Map([...map].filter(([key, value]) => set.has(key) && set.get(key) !== value));
        check(node, set, isOverwrite ? new Map() : taken);
        const missing = gone.filter((key) => !map.has(key));
        for (const key of gone) map.delete(key);
        for (const [key, value] of set) map.set(key, value);
        told?.(call.cluster, node);
        const notes = field === "labels" ? missing.map((key) => `label "${key}" not found.\n`).join("") : "";
        const after = JSON.stringify([...map]);
        // Nothing but the length tells kubectl what was done (updateDataChangeMsg).
        const word = after === before ? same : !isOverwrite && after.length < before.length ? undone : done;
        return `${notes}node/${node.name} ${word}\n`;
      })
      .join("");
  };
}

function pair(change: string): [string, string] {
  const at = change.indexOf("=");
  return [change.slice(0, at), change.slice(at + 1)];
}

const has = ([key, value]: readonly [string, string]): string => `'${key}' already has a value (${value})`;

function checkLabels(
  node: ClusterNode,
  changes: ReadonlyMap<string, string>,
  taken: ReadonlyMap<string, string>,
): void {
  for (const [key, value] of changes) {
    const reason = whyNoLabelValue(value);
    if (reason !== undefined) throw new KubectlError(`error: invalid label value: "${key}=${value}": ${reason}`);
  }
  const [first] = taken;
  if (first) throw new KubectlError(`error: ${has(first)}, and --overwrite is false`);
  refuseKeys(node, "metadata.labels", [...changes.keys()], (key) => key);
}

function checkAnnotations(
  node: ClusterNode,
  changes: ReadonlyMap<string, string>,
  taken: ReadonlyMap<string, string>,
): void {
  if (taken.size > 0)
    throw new KubectlError(
      `error: --overwrite is false but found the following declared annotation(s): ${[...taken].map(has).join("; ")}`,
    );
  refuseKeys(node, "metadata.annotations", [...changes.keys()], (key) => key.toLowerCase());
}

/** The API server's validation of keys: one complaint on a line of its own, several as a list. */
function refuseKeys(
  { name }: ClusterNode,
  field: string,
  keys: readonly string[],
  judged: (key: string) => string,
): void {
  const complaints = keys.flatMap((key) =>
    whyNotQualified(judged(key)).map((why) => `${field}: Invalid value: "${key}": ${why}`),
  );
  if (complaints.length === 0) return;
  const list = complaints.length === 1 ? complaints[0] : `\n${complaints.map((one) => `* ${one}`).join("\n")}`;
  throw new KubectlError(`The Node "${name}" is invalid: ${list}`);
}

async function read(
  call: KubectlCall,
  one: string,
): Promise<{ nodes: readonly ClusterNode[]; changes: readonly string[] }> {
  const { cluster, parsed, caller } = call;
  await needAnswers(caller, cluster, parsed);
  const { resources, changes } = apart(parsed.operands, one, (word) => word.includes("=") || word.endsWith("-"));
  const { names } = kubectlTargetOf(cluster, resources);
  if (changes.length === 0) throw new KubectlError(`error: at least one ${one} update is required`);
  if (names.length === 0 && !parsed.flags.has("all") && !parsed.values.has("l"))
    throw new KubectlError("error: one or more resources must be specified as <resource> <name> or <resource>/<name>");
  return { nodes: selectNodes(cluster, names, parsed), changes };
}

/** What is changed, and how: in this order alone. */
function apart(operands: readonly string[], one: string, isChange: (word: string) => boolean) {
  const first = operands.findIndex(isChange);
  const [resources, changes] = first < 0 ? [operands, []] : [operands.slice(0, first), operands.slice(first)];
  const late = changes.find((word) => !isChange(word));
  if (late !== undefined)
    throw new KubectlError(`error: all resources must be specified before ${one} changes: ${late}`);
  return { resources, changes };
}

export const label = editMap({
  field: "labels",
  one: "label",
  both: () => "a label in the same command",
  done: "labeled",
  undone: "unlabeled",
  same: "not labeled",
  check: checkLabels,
});
export const annotate = editMap({
  field: "annotations",
  one: "annotation",
  both: (keys) => `the following annotation(s) in the same command: ${keys.join(", ")}`,
  done: "annotated",
  undone: "annotated",
  same: "annotated",
  told: (cluster, node) => void removeMemberIfAsked(cluster, node),
  check: checkAnnotations,
});

/** `taint node NAME k=v:Effect… k[:Effect]-…`. */
export const taintVerb: KubectlVerb = async (call) => {
  const { cluster, parsed, caller } = call;
  await needAnswers(caller, cluster, parsed);
  const isChange = (word: string): boolean => word.includes(":") || word.endsWith("-") || word.includes("=");
  const { resources, changes } = apart(parsed.operands, "taint", isChange);
  if (resources.length === 0)
    throw new KubectlError("error: one or more resources must be specified as <resource> <name>");
  if (changes.length === 0) throw new KubectlError("error: at least one taint update is required");
  const { names } = kubectlTargetOf(cluster, resources);
  refuseBoth(changes);
  const lines = selectNodes(cluster, names, parsed).map((node) => {
    const words = changes.map((change) =>
      change.endsWith("-") ? untaint(node, change.slice(0, -1)) : taintOne(call, node, change),
    );
    // With --overwrite it always prints "modified" (kubectl's reorganizeTaints).
    const isModified = parsed.flags.has("overwrite") || new Set(words).size > 1;
    return `node/${node.name} ${isModified ? "modified" : (words[0] ?? "tainted")}\n`;
  });
  cluster.settle();
  return lines.join("");
};

/** The same taint set and taken away. */
function refuseBoth(changes: readonly string[]): void {
  const gone = changes.flatMap((change) => (change.endsWith("-") ? [change.slice(0, -1).split(":")] : []));
  const added = changes.flatMap((change) => (change.endsWith("-") ? [] : (parseNodeTaint(change) ?? [])));
  const both = added.flatMap(({ key, effect }) =>
    gone.flatMap(([name = "", only = ""]) =>
      name.split("=")[0] === key && (only === "" || only === effect) ? [`${key}=${only}`] : [],
    ),
  );
  if (both.length > 0)
    throw new KubectlError(
      `error: can not both modify and remove the following taint(s) in the same command: ${both.join(", ")}`,
    );
}

function untaint(node: ClusterNode, spec: string): string {
  const [key = "", effect] = spec.split(":");
  const bare = key.split("=")[0] ?? "";
  const left = node.taints.filter((each) => each.key !== bare || (effect !== undefined && each.effect !== effect));
  if (left.length === node.taints.length)
    throw new KubectlError(`error: taint "${effect === undefined ? bare : `${bare}:${effect}`}" not found`);
  node.taints = left;
  return "untainted";
}

function taintOne({ parsed }: KubectlCall, node: ClusterNode, change: string): string {
  const wanted = parseNodeTaint(change);
  const [, effect] = /^[^:]+:([^:]+)$/.exec(change) ?? [];
  if (!wanted && effect !== undefined && !TAINT_EFFECTS.includes(effect))
    throw new KubectlError(`error: invalid taint effect: ${effect}, unsupported taint effect\n${TAINT_HELP}`);
  if (!wanted) {
    // Without an effect all of it is taken for the key.
    const why = change.includes(":")
      ? ""
      : whyNotQualified(change)
          .map((one) => `, ${one}`)
          .join("; ");
    throw new KubectlError(`error: invalid taint spec: ${change}${why}\n${TAINT_HELP}`);
  }
  const old = node.taints.find(({ key, effect }) => key === wanted.key && effect === wanted.effect);
  if (old && !parsed.flags.has("overwrite"))
    throw new KubectlError(
      `error: node ${node.name} already has ${wanted.key} taint(s) with same effect(s) and --overwrite is false`,
    );
  node.taints = [...node.taints.filter((each) => each !== old), wanted];
  return "tainted";
}
