import type { SimulatedCluster } from "../cluster";
import type { ClusterNode } from "../node";
import type { Parsed } from "../../guests/programs/flags";
import { objectKind, type ObjectKind } from "./api-objects";
import { KubectlError, notFound } from "./kubectl-error";

const nodeWords = new Set(["node", "nodes", "no"]);
const podWords = new Set(["pod", "pods", "po"]);

export type ResourceName = "nodes" | "pods" | ObjectKind;

export interface KubectlTarget {
  readonly resource: ResourceName;
  readonly names: readonly string[];
}

/** `nodes`, `node NAME…` or `node/NAME`, and the same for every other kind the server has. */
export function kubectlTargetOf(cluster: SimulatedCluster, operands: readonly string[]): KubectlTarget {
  const [first = "", ...rest] = operands;
  if (first.includes("/")) {
    const pairs = operands.map((word) => word.split("/"));
    return { resource: resourceOf(cluster, pairs[0]?.[0] ?? ""), names: pairs.map(([, name = ""]) => name) };
  }
  if (first === "")
    throw new KubectlError(
      'error: You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.',
    );
  return { resource: resourceOf(cluster, first), names: rest };
}

function resourceOf(cluster: SimulatedCluster, word: string): ResourceName {
  if (nodeWords.has(word)) return "nodes";
  if (podWords.has(word)) return "pods";
  const kind = objectKind(cluster, word);
  if (kind) return kind;
  throw new KubectlError(`error: the server doesn't have a resource type "${word}"`);
}

/** Nodes by name, or all that match the selector, in the order of their names. */
export function selectNodes(
  cluster: SimulatedCluster,
  names: readonly string[],
  { values }: Parsed,
): readonly ClusterNode[] {
  if (names.length > 0)
    return names.map((name) => {
      const node = cluster.nodes.get(name);
      if (!node) throw notFound("nodes", name);
      return node;
    });
  const selector = values.get("l")?.at(-1) ?? values.get("selector")?.at(-1) ?? "";
  const [operator] = /^(==|=|!=)/.exec(selector) ?? [];
  if (operator !== undefined)
    throw new KubectlError(
      `Error from server (BadRequest): Unable to find "/v1, Resource=nodes" that match label selector "${selector}", field selector "": found '${operator}', expected: !, identifier, or 'end of string'`,
    );
  return [...cluster.nodes.values()]
    .filter((node) => matchesSelector(node.labels, selector))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Equality and existence: `a=b`, `a==b`, `a!=b`, `a`, `!a`, `a in (b,c)`. */
function matchesSelector(labels: ReadonlyMap<string, string>, selector: string): boolean {
  const terms = selector.match(/[^,(]+(?:\([^)]*\))?/g) ?? [];
  return terms.every((term) => {
    const text = term.trim();
    const set = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(text);
    if (set)
      return (
        (set[3] ?? "")
          .split(",")
          .map((value) => value.trim())
          .includes(labels.get(set[1] ?? "") ?? "\0") ===
        (set[2] === "in")
      );
    const equation = /^([^=!]+)(==|=|!=)(.*)$/.exec(text);
    if (equation) return (labels.get(equation[1] ?? "") === equation[3]) === (equation[2] !== "!=");
    return text.startsWith("!") ? !labels.has(text.slice(1)) : labels.has(text);
  });
}
