import { deleteNode } from "../delete-node";
import type { KubectlVerb } from "./verb";
import { needAnswers } from "./client";
import { KubectlError, notFound } from "./kubectl-error";
import { kubectlTargetOf } from "./select";

/** `delete node NAME…`. */
export const deleteNodes: KubectlVerb = async ({ cluster, parsed, caller }) => {
  await needAnswers(caller, cluster, parsed);
  const { resource, names } = kubectlTargetOf(cluster, parsed.operands);
  if (resource !== "nodes") throw new KubectlError("error: only nodes can be deleted in the rehearsal's simulated API");
  if (names.length === 0) throw new KubectlError("error: resource(s) were provided, but no name was specified");
  return names
    .map((name) => {
      if (!cluster.nodes.has(name)) {
        if (parsed.flags.has("ignore-not-found")) return "";
        throw notFound("nodes", name);
      }
      deleteNode(cluster, name);
      return `node "${name}" deleted\n`;
    })
    .join("");
};
