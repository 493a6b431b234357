import { conditionsOf } from "../conditions";
import { holds, theObject, type ObjectKind } from "./api-objects";
import { needAnswers, secondsOf } from "./client";
import { KubectlError } from "./kubectl-error";
import { selectNodes, kubectlTargetOf } from "./select";
import type { KubectlCall, KubectlVerb } from "./verb";

const POLL_SECONDS = 1;

const NOTHING_NAMED = `error: You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** Something that is waited for: its name as kubectl prints it, and whether it is as wanted. */
interface Awaited {
  readonly name: string;
  /** In the plural, as the time-out names it. */
  readonly among: string;
  readonly met: () => boolean;
}

/** `wait --for=condition=X[=VALUE]|delete`; times out with the words of kubectl. */
export const wait: KubectlVerb = async (call) => {
  const { cluster, parsed, caller } = call;
  await needAnswers(caller, cluster, parsed);
  const goal = parsed.values.get("for")?.at(-1) ?? "";
  if (goal !== "delete") conditionOf(goal);
  if (parsed.operands.length === 0) throw new KubectlError(NOTHING_NAMED);
  const deadline = caller.time() + secondsOf(parsed.values.get("timeout")?.at(-1) ?? "30s");
  const lines: string[] = [];
  for (const { name, among, met } of awaited(call, goal)) {
    while (!(cluster.answers() && met())) {
      if (caller.time() >= deadline)
        throw new KubectlError(`error: timed out waiting for the condition on ${among}`, lines.join(""));
      await caller.sleep(POLL_SECONDS);
    }
    lines.push(`${name} condition met\n`);
  }
  return lines.join("");
};

function awaited(call: KubectlCall, goal: string): readonly Awaited[] {
  const { cluster, parsed } = call;
  const { resource, names } = kubectlTargetOf(cluster, parsed.operands);
  if (typeof resource === "object") return objects(call, resource, names, goal);
  if (goal === "delete" && names.some((name) => !cluster.nodes.has(name))) return [];
  const nodes = selectNodes(cluster, names, parsed);
  if (nodes.length === 0 && goal !== "delete") throw new KubectlError("error: no matching resources found");
  return nodes.map((node) => ({
    name: `node/${node.name}`,
    among: `nodes/${node.name}`,
    met: () => {
      if (goal === "delete") return cluster.nodes.get(node.name) !== node;
      const { type, wanted } = conditionOf(goal);
      const found = conditionsOf(cluster, node).find((condition) => condition.type.toLowerCase() === type);
      return found?.status.toLowerCase() === wanted;
    },
  }));
}

function objects(
  { cluster, parsed }: KubectlCall,
  kind: ObjectKind,
  names: readonly string[],
  goal: string,
): Awaited[] {
  const namespace = parsed.values.get("n")?.at(-1) ?? parsed.values.get("namespace")?.at(-1) ?? "default";
  const { type, wanted } = conditionOf(goal);
  const [plural = "", ...group] = kind.plural.split(".");
  return names.map((name) => {
    const object = theObject(cluster, kind, name, namespace);
    return {
      name: `${[kind.kind.toLowerCase(), ...group].join(".")}/${name}`,
      among: `${plural}/${name}`,
      met: () => String(holds(cluster, object, type)) === wanted,
    };
  });
}

function conditionOf(goal: string): { readonly type: string; readonly wanted: string } {
  const [, type, wanted = "True"] = /^condition=([^=]+)(?:=(.+))?$/.exec(goal) ?? [];
  if (type === undefined) throw new KubectlError(`error: unrecognized condition: "${goal}"`);
  return { type: type.toLowerCase(), wanted: wanted.toLowerCase() };
}
