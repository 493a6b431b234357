import { listObject } from "../api/objects";
import { objectsOf, theObject, type ObjectKind } from "./api-objects";
import { NothingFound } from "./kubectl-error";
import { printObject, kubectlTable } from "./print";
import type { KubectlCall } from "./verb";

/** `get KIND [NAME…]` for what is neither node nor pod. */
export function getObjects({ cluster, parsed }: KubectlCall, kind: ObjectKind, names: readonly string[]): string {
  const { values, flags } = parsed;
  const namespace = values.get("n")?.at(-1) ?? values.get("namespace")?.at(-1) ?? "default";
  const everywhere = flags.has("A") || flags.has("all-namespaces") || !kind.namespaced;
  const all = objectsOf(cluster, kind).filter(
    ({ metadata }) => everywhere || (metadata?.namespace ?? "default") === namespace,
  );
  const isThere = (name: string): boolean => all.some(({ metadata }) => metadata?.name === name);
  const wanted = names.filter((name) => !flags.has("ignore-not-found") || isThere(name));
  const objects = names.length > 0 ? wanted.map((name) => theObject(cluster, kind, name, namespace)) : all;
  if (names.length > 0 && objects.length === 0) return "";
  const group = kind.plural.includes(".") ? kind.plural.slice(kind.plural.indexOf(".")) : "";
  const printed = printObject(
    values.get("o")?.at(-1) ?? values.get("output")?.at(-1) ?? "",
    names.length === 1 ? { ...objects[0] } : listObject(objects),
    objects.map(({ metadata }) => `${kind.kind.toLowerCase()}${group}/${metadata?.name ?? ""}`),
  );
  if (printed !== undefined) return printed;
  if (objects.length === 0)
    throw new NothingFound(everywhere ? "No resources found" : `No resources found in ${namespace} namespace.`);
  return kubectlTable(
    ["NAME"],
    objects.map(({ metadata }) => [metadata?.name ?? ""]),
    flags.has("no-headers"),
  );
}
