import { parseAllDocuments } from "yaml";
import type { KubeObject } from "../manifests";
import { hasCrd } from "./api-objects";
import { needAnswers } from "./client";
import { KubectlError } from "./kubectl-error";
import type { KubectlCall, KubectlVerb } from "./verb";

/** A plain apply keeps the whole object in an annotation, and annotations have a limit (apimachinery, TotalAnnotationSizeLimitB). */
const ANNOTATION_BYTES = 262_144;
/** Groups whose kinds every API server has. */
const builtIn =
  /^(v1|(apps|batch|policy|autoscaling)\/v\d\w*|(rbac\.authorization|apiextensions|scheduling|networking|storage|admissionregistration|coordination|apiregistration|node|discovery|events|certificates)\.k8s\.io\/v\d\w*)$/;

/** `apply -f FILE [--server-side]`. */
export const apply: KubectlVerb = (call) => onEach(call, (object) => applyOne(call, object));
/** `create -f FILE`. */
export const createVerb: KubectlVerb = (call) =>
  onEach(call, (object) => {
    if (call.cluster.manifests.has(object))
      throw new KubectlError(
        `Error from server (AlreadyExists): error when creating "${files(call)[0] ?? ""}": ${nameOf(object).replace("/", " ")} already exists`,
      );
    call.cluster.manifests.put(object);
    return `${nameOf(object)} created\n`;
  });

/** Goes on after an object the server does not take, as kubectl does, and fails in the end. */
async function onEach(call: KubectlCall, act: (object: KubeObject) => string): Promise<string> {
  const { cluster, parsed, caller } = call;
  await needAnswers(caller, cluster, parsed);
  const done: string[] = [];
  const complaints: string[] = [];
  for (const path of files(call)) {
    for (const object of await read(call, path)) {
      try {
        refuseUnknown(call, object, path);
        done.push(act(object));
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error;
        complaints.push(error.message);
      }
    }
  }
  cluster.settle();
  if (complaints.length > 0) throw new KubectlError(complaints.join("\n"), done.join(""));
  return done.join("");
}

function files({ parsed: { values } }: KubectlCall): readonly string[] {
  const given = [...(values.get("f") ?? []), ...(values.get("filename") ?? [])];
  if (given.length === 0) throw new KubectlError("error: must specify one of -f and -k");
  return given;
}

async function read({ caller }: KubectlCall, path: string): Promise<readonly KubeObject[]> {
  const text = await (path === "-" ? caller.stdin() : caller.read(path)).catch((error: unknown) => {
    const denied = error instanceof KubectlError && error.message.includes("permission denied");
    throw new KubectlError(
      denied ? `error: open ${path}: permission denied` : `error: the path "${path}" does not exist`,
    );
  });
  return parseAllDocuments(text).flatMap((document) => {
    const [broken] = document.errors;
    if (broken)
      throw new KubectlError(
        `error: error parsing ${path}: error converting YAML to JSON: yaml: ${broken.message.split("\n")[0] ?? ""}`,
      );
    const object = document.toJS() as KubeObject | null;
    if (object === null) return [];
    if (object.kind === undefined || object.apiVersion === undefined)
      throw new KubectlError(
        `error: error validating "${path}": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false`,
      );
    return [object];
  });
}

/** A kind of a group that nobody defined yet. */
function refuseUnknown(
  { cluster }: KubectlCall,
  { apiVersion = "", kind = "", metadata }: KubeObject,
  path: string,
): void {
  if (builtIn.test(apiVersion)) return;
  const group = apiVersion.split("/")[0] ?? "";
  const plural = `${kind.toLowerCase()}${kind.endsWith("s") ? "es" : "s"}.${group}`;
  if (hasCrd(cluster, plural)) return;
  throw new KubectlError(
    `error: resource mapping not found for name: "${metadata?.name ?? ""}" namespace: "" from "${path}": no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first`,
  );
}

function applyOne({ cluster, parsed }: KubectlCall, object: KubeObject): string {
  const onServer = parsed.flags.has("server-side");
  if (!onServer && JSON.stringify(object).length > ANNOTATION_BYTES)
    throw new KubectlError(
      `The ${object.kind ?? ""} "${object.metadata?.name ?? ""}" is invalid: metadata.annotations: Too long: may not be more than ${ANNOTATION_BYTES} bytes`,
    );
  const result = cluster.manifests.put(object);
  if (onServer) return `${nameOf(object)} serverside-applied\n`;
  return `${nameOf(object)} ${result === "changed" ? "configured" : result}\n`;
}

/** `daemonset.apps/x` */
function nameOf({ apiVersion = "", kind = "", metadata }: KubeObject): string {
  const group = apiVersion.includes("/") ? `.${apiVersion.split("/")[0] ?? ""}` : "";
  return `${kind.toLowerCase()}${group}/${metadata?.name ?? ""}`;
}
