import { parseAllDocuments } from "yaml";

/** The API groups of a stream of Kubernetes objects; none when it is something else. */
export function groupsOf(text: string): string[] {
  // A script may hold objects; it is none.
  if (!/^(#.*\n|---\n)*(apiVersion|kind): /.test(text)) return [];
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const value = document.toJS() as { apiVersion?: unknown; kind?: unknown } | null;
    if (typeof value?.apiVersion !== "string" || typeof value.kind !== "string") return [];
    return [value.apiVersion.includes("/") ? (value.apiVersion.split("/")[0] ?? "") : ""];
  });
}

/** Whether it is a stream of objects of these groups, and of no other. */
export function isOfGroups(text: string, groups: readonly string[]): boolean {
  const found = groupsOf(text);
  return found.length > 0 && found.every((group) => groups.includes(group));
}
