import { conditionsOf } from "../conditions";
import type { ClusterNode } from "../node";
import type { Call, Verb } from "./verb";
import { needAnswers, secondsOf } from "./client";
import { KubectlError } from "./kubectl-error";
import { selectNodes, targetOf } from "./select";

const POLL_SECONDS = 1;

/** `wait --for=condition=X[=VALUE]|delete`; times out with the words of kubectl. */
export const wait: Verb = async (call) => {
  const { cluster, parsed, caller } = call;
  await needAnswers(caller, cluster, parsed);
  const goal = parsed.values.get("for")?.at(-1) ?? "";
  const { names } = targetOf(parsed.operands);
  const nodes =
    goal === "delete" && names.some((name) => !cluster.nodes.has(name)) ? [] : selectNodes(cluster, names, parsed);
  if (nodes.length === 0 && goal !== "delete") throw new KubectlError("error: no matching resources found");
  const deadline = caller.time() + secondsOf(parsed.values.get("timeout")?.at(-1) ?? "30s");
  const lines: string[] = [];
  for (const node of nodes) {
    while (!met(call, node, goal)) {
      if (caller.time() >= deadline)
        throw new KubectlError(`error: timed out waiting for the condition on nodes/${node.name}`, lines.join(""));
      await caller.sleep(POLL_SECONDS);
    }
    lines.push(`node/${node.name} condition met\n`);
  }
  return lines.join("");
};

function met({ cluster }: Call, node: ClusterNode, goal: string): boolean {
  if (!cluster.answers()) return false;
  if (goal === "delete") return cluster.nodes.get(node.name) !== node;
  const [, type, wanted = "True"] = /^condition=([^=]+)(?:=(.+))?$/.exec(goal) ?? [];
  if (type === undefined) throw new KubectlError(`error: unrecognized condition: "${goal}"`);
  const found = conditionsOf(cluster, node).find((condition) => condition.type.toLowerCase() === type.toLowerCase());
  return found?.status.toLowerCase() === wanted.toLowerCase();
}
