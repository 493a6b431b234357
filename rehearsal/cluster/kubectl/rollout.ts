import { theObject } from "./api-objects";
import { needAnswers } from "./client";
import { KubectlError } from "./kubectl-error";
import { kubectlTargetOf } from "./select";
import type { KubectlVerb } from "./verb";

/** `rollout restart KIND NAME`: its pods are made anew, one after the other, which nothing here tells apart. */
export const rollout: KubectlVerb = async ({ cluster, parsed, caller }) => {
  const [what = "", ...target] = parsed.operands;
  if (what !== "restart") throw new KubectlError(`error: the rehearsal's kubectl does not know "rollout ${what}"`);
  await needAnswers(caller, cluster, parsed);
  const { resource, names } = kubectlTargetOf(cluster, target);
  if (typeof resource === "string")
    throw new KubectlError(`error: ${resource} "${names[0] ?? ""}" restarting is not supported`);
  const namespace = parsed.values.get("n")?.at(-1) ?? parsed.values.get("namespace")?.at(-1) ?? "default";
  const found = names.map((name) => theObject(cluster, resource, name, namespace));
  return found
    .map(({ metadata }) => `${resource.plural.replace(/^(\w+)s\./, "$1.")}/${metadata?.name ?? ""} restarted\n`)
    .join("");
};
