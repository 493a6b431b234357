import { type Document, isMap, isScalar, isSeq } from "yaml";
import type { Issue } from "./errors";

/** Keys a YAML document says twice in one map: a reader would silently lose the first. */
export function duplicateKeys(document: Document): Issue[] {
  return duplicatesIn(document.contents, "");
}

function duplicatesIn(node: unknown, path: string): Issue[] {
  if (isSeq(node)) return node.items.flatMap((item, index) => duplicatesIn(item, `${path}[${index}]`));
  if (!isMap(node)) return [];
  const keys = node.items.map((pair) => (isScalar(pair.key) ? String(pair.key.value) : ""));
  const repeated = keys.filter((key, index) => keys.indexOf(key) !== index);
  const below = node.items.flatMap((pair, index) => duplicatesIn(pair.value, join(path, keys[index] ?? "")));
  return [...repeated.map((key) => duplicateKey(join(path, key))), ...below];
}

/** Paths as all other messages have them: without `config.` and `homelab:`. */
function join(path: string, key: string): string {
  return `${path}${path && "."}${key}`.replace(/^config\.(homelab:)?/, "");
}

function duplicateKey(path: string): Issue {
  return {
    path,
    problem: "duplicate key",
    got: "it twice",
    allowed: "allowed is once in a map",
    remedy: "remove or rename one of the two",
  };
}
