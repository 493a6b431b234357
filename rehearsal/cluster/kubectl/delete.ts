import { deleteNode } from "../delete-node";
import type { Verb } from "./verb";
import { needAnswers } from "./client";
import { KubectlError, notFound } from "./kubectl-error";
import { targetOf } from "./select";

/** `delete node NAME…`. */
export const deleteNodes: Verb = async ({ cluster, parsed, caller }) => {
  await needAnswers(caller, cluster, parsed);
  const { resource, names } = targetOf(cluster, parsed.operands);
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
