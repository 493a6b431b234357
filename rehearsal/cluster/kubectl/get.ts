import { listObject, nodeObject, podObject } from "../api/objects";
import { rawAnswer } from "../api/raw-paths";
import { getObjects } from "./get-objects";
import type { KubectlVerb } from "./verb";
import { KubectlError, notFound, NothingFound } from "./kubectl-error";
import { nodeHeader, nodeRow, printObject, kubectlTable } from "./print";
import { selectNodes, kubectlTargetOf } from "./select";
import { needAnswers } from "./client";
import { servedPods } from "./served-pods";

/** `get --raw PATH` and `get nodes|pods`. */
export const getVerb: KubectlVerb = async (call) => {
  const { cluster, parsed, caller } = call;
  const raw = parsed.values.get("raw")?.at(-1);
  if (raw !== undefined) return getRaw(call.cluster, raw);
  await needAnswers(caller, cluster, parsed);
  const { resource, names } = kubectlTargetOf(cluster, parsed.operands);
  if (resource === "nodes") return getNodes(call, names);
  return resource === "pods" ? getPods(call, names) : getObjects(call, resource, names);
};

function getRaw(cluster: Parameters<KubectlVerb>[0]["cluster"], path: string): string {
  if (!path.startsWith("/"))
    throw new KubectlError(`error: --raw must be a valid URL path: parse "${path}": invalid URI for request`);
  const { status, body } = rawAnswer(cluster, path);
  if (status < 400) return body;
  if (status === 404) {
    const { message } = JSON.parse(body) as { readonly message: string };
    throw new KubectlError(`Error from server (NotFound): ${message}`);
  }
  throw new KubectlError(
    `Error from server (InternalError): an error on the server (${JSON.stringify(body.trim())}) has prevented the request from succeeding`,
  );
}

function getNodes({ cluster, parsed, ...rest }: Parameters<KubectlVerb>[0], names: readonly string[]): string {
  if (parsed.flags.has("ignore-not-found") && names.some((name) => !cluster.nodes.has(name))) return "";
  const missing = names.find((name) => !cluster.nodes.has(name));
  // Those that are there are printed before the complaint.
  const there = names.filter((name) => cluster.nodes.has(name));
  if (missing !== undefined && there.length > 0)
    throw new KubectlError(notFound("nodes", missing).message, getNodes({ cluster, parsed, ...rest }, there));
  const nodes = selectNodes(cluster, names, parsed);
  const format = output(parsed);
  const objects = nodes.map((node) => nodeObject(cluster, node));
  const value = names.length === 1 ? (objects[0] ?? {}) : listObject(objects);
  const printed = printObject(
    format,
    value,
    nodes.map(({ name }) => `node/${name}`),
  );
  if (printed !== undefined) return printed;
  if (nodes.length === 0) throw new NothingFound("No resources found");
  return kubectlTable(
    nodeHeader(format === "wide"),
    nodes.map((node) => nodeRow(cluster, node, format === "wide")),
    parsed.flags.has("no-headers"),
  );
}

async function getPods({ cluster, parsed }: Parameters<KubectlVerb>[0], names: readonly string[]): Promise<string> {
  const namespace = parsed.values.get("n")?.at(-1) ?? parsed.values.get("namespace")?.at(-1) ?? "default";
  const everywhere = parsed.flags.has("A") || parsed.flags.has("all-namespaces");
  const on = /^spec\.nodeName=(.+)$/.exec(parsed.values.get("field-selector")?.at(-1) ?? "")?.[1];
  const pods = (await servedPods(cluster).all())
    .filter((pod) => everywhere || pod.namespace === namespace)
    .filter((pod) => (names.length === 0 || names.includes(pod.name)) && (on === undefined || pod.node === on));
  const printed = printObject(
    output(parsed),
    listObject(pods.map(podObject)),
    pods.map(({ name }) => `pod/${name}`),
  );
  if (printed !== undefined) return printed;
  if (pods.length === 0)
    throw new NothingFound(everywhere ? "No resources found" : `No resources found in ${namespace} namespace.`);
  const rows = pods.map((pod) => [
    ...(everywhere ? [pod.namespace] : []),
    pod.name,
    "1/1",
    pod.node ? "Running" : "Pending",
    "0",
    pod.node ?? "<none>",
  ]);
  return kubectlTable(
    [...(everywhere ? ["NAMESPACE"] : []), "NAME", "READY", "STATUS", "RESTARTS", "NODE"],
    rows,
    parsed.flags.has("no-headers"),
  );
}

function output({ values }: Parameters<KubectlVerb>[0]["parsed"]): string {
  return values.get("o")?.at(-1) ?? values.get("output")?.at(-1) ?? "";
}
