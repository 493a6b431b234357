import { parseTaint, type ClusterNode } from "../node";
import type { Call, Verb } from "./verb";
import { needAnswers } from "./client";
import { KubectlError } from "./kubectl-error";
import { selectNodes, targetOf } from "./select";

/** `label node NAME k=v… k-…` and the same for annotations. */
function editMap(field: "labels" | "annotations", done: string, undone: string): Verb {
  return async (call) => {
    const { nodes, changes } = await read(call);
    const singular = field === "labels" ? "label" : "annotation";
    return nodes
      .map((node) => {
        const before = JSON.stringify([...node[field]]);
        const removes = changes.every((change) => change.endsWith("-"));
        for (const change of changes) apply(call, node, node[field], change, singular);
        if (JSON.stringify([...node[field]]) === before) return `node/${node.name} not ${done}\n`;
        return `node/${node.name} ${removes ? undone : done}\n`;
      })
      .join("");
  };
}

function apply(
  { parsed, warn }: Call,
  node: ClusterNode,
  map: Map<string, string>,
  change: string,
  singular: string,
): void {
  if (!change.includes("=")) {
    const key = change.replace(/-$/, "");
    if (!map.delete(key)) warn(`${singular} "${key}" not found.`);
    return;
  }
  const key = change.slice(0, change.indexOf("="));
  const value = change.slice(change.indexOf("=") + 1);
  const old = map.get(key);
  if (old !== undefined && old !== value && !parsed.flags.has("overwrite"))
    throw new KubectlError(`error: '${key}' already has a value (${old}), and --overwrite is false`);
  if (singular === "label" && !/^[\w./-]+$/.test(key)) throw new KubectlError(`error: invalid label spec: ${change}`);
  if (singular === "label" && !/^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/.test(value))
    throw new KubectlError(
      `error: invalid label value: "${value}": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
    );
  map.set(key, value);
  node.labels.delete("");
}

async function read(call: Call): Promise<{ nodes: readonly ClusterNode[]; changes: readonly string[] }> {
  const { cluster, parsed, caller } = call;
  await needAnswers(caller, cluster, parsed);
  const isChange = (word: string): boolean => word.includes("=") || word.endsWith("-");
  const changes = parsed.operands.filter(isChange);
  const { names } = targetOf(
    cluster,
    parsed.operands.filter((word) => !isChange(word)),
  );
  if (changes.length === 0) throw new KubectlError("error: at least one label update is required");
  if (names.length === 0 && !parsed.flags.has("all") && !parsed.values.has("l"))
    throw new KubectlError("error: one or more resources must be specified as <resource> <name> or <resource>/<name>");
  return { nodes: selectNodes(cluster, names, parsed), changes };
}

export const label = editMap("labels", "labeled", "unlabeled");
export const annotate = editMap("annotations", "annotated", "annotated");

/** `taint node NAME k=v:Effect… k[:Effect]-…`. */
export const taint: Verb = async (call) => {
  const { cluster, parsed, caller } = call;
  await needAnswers(caller, cluster, parsed);
  const isChange = (word: string): boolean => word.includes(":") || word.endsWith("-") || word.includes("=");
  const changes = parsed.operands.filter(isChange);
  const { names } = targetOf(
    cluster,
    parsed.operands.filter((word) => !isChange(word)),
  );
  const lines = selectNodes(cluster, names, parsed).map((node) => {
    const words = changes.map((change) =>
      change.endsWith("-") ? untaint(node, change.slice(0, -1)) : taintOne(call, node, change),
    );
    return `node/${node.name} ${words.includes("modified") ? "modified" : (words[0] ?? "tainted")}\n`;
  });
  cluster.settle();
  return lines.join("");
};

function untaint(node: ClusterNode, spec: string): string {
  const [key = "", effect] = spec.split(":");
  const bare = key.split("=")[0] ?? "";
  const left = node.taints.filter((each) => each.key !== bare || (effect !== undefined && each.effect !== effect));
  if (left.length === node.taints.length)
    throw new KubectlError(`error: taint "${effect === undefined ? bare : `${bare}:${effect}`}" not found`);
  node.taints = left;
  return "untainted";
}

function taintOne({ parsed }: Call, node: ClusterNode, change: string): string {
  const wanted = parseTaint(change);
  if (!wanted) throw new KubectlError(`error: invalid taint spec: ${change}`);
  const old = node.taints.find(({ key, effect }) => key === wanted.key && effect === wanted.effect);
  if (old && !parsed.flags.has("overwrite"))
    throw new KubectlError(
      `error: node ${node.name} already has ${wanted.key} taint(s) with same effect(s) and --overwrite is false`,
    );
  node.taints = [...node.taints.filter((each) => each !== old), wanted];
  return old ? "modified" : "tainted";
}
