import { gunzipSync } from "node:zlib";
import { account, groupId } from "../../accounts";
import type { FileTree } from "../../disk/file-tree";
import type { CloudConfig } from "../documents";
import { listAt, map, module, textAt } from "../module";

/** Before users exist: an owner they would bring is not found yet, which is what `defer` is for. */
export const writeFiles = module("write_files", ({ guest: { tree }, config }) => {
  for (const entry of listAt(config, "write_files").map(map)) if (entry.defer !== true) writeOne(tree, entry);
});

export const writeFilesDeferred = module("write_files_deferred", ({ guest: { tree }, config }) => {
  for (const entry of listAt(config, "write_files").map(map)) if (entry.defer === true) writeOne(tree, entry);
});

function writeOne(tree: FileTree, entry: CloudConfig): void {
  const path = textAt(entry.path);
  if (path === undefined) return;
  const content = decode(textAt(entry.content) ?? "", textAt(entry.encoding) ?? "text/plain");
  const before = entry.append === true ? (tree.read(path) ?? "") : "";
  const file = tree.write(path, Buffer.concat([Buffer.from(before), content]), permissions(entry.permissions));
  const [user = "root", group = "root"] = (textAt(entry.owner) ?? "root:root").split(":");
  const uid = account(tree, user)?.uid;
  const gid = groupId(tree, group);
  if (uid === undefined) throw new Error(`OSError('Unknown user or group: "getpwnam(): name not found: ${user}"')`);
  if (gid === undefined) throw new Error(`OSError('Unknown user or group: "getgrnam(): name not found: ${group}"')`);
  file.uid = uid;
  file.gid = gid;
}

/** A string is octal, a number is taken as it is: YAML has read a leading 0 as octal already. */
function permissions(value: unknown): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^[0-7]+$/.test(value) ? Number.parseInt(value, 8) : 0o644;
}

function decode(content: string, encoding: string): Buffer {
  const parts = encoding.toLowerCase().split("+");
  const bytes = parts.some((part) => part === "b64" || part === "base64")
    ? Buffer.from(content, "base64")
    : Buffer.from(content);
  return parts.some((part) => part === "gz" || part === "gzip") ? gunzipSync(bytes) : bytes;
}
