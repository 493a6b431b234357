import { failure, parameterErrors } from "../errors";
import { createHash } from "node:crypto";
import type { HashOrder } from "../hash-order";
import type { Call } from "../http/route";
import { checkFileName, downloadUrl, internetFile, plainFileName } from "../model/download";
import { splitList } from "../schema/formats";
import { saveUpload } from "../model/files";
import type { Storage } from "../model/storage";
import type { VolumeContent } from "../model/volume";

/** Storage definitions, which the cluster shares. */
export function definitions({ caller, datacenter, params }: Call): unknown {
  if (!caller.has("Datastore.Audit") && !caller.has("Datastore.AllocateSpace")) return [];
  const type = params.maybe("type");
  const all = new Map([...datacenter.hosts.values()].flatMap((host) => [...host.storages]));
  const { hashOrder } = datacenter.simulation;
  return hashOrder
    .walk("storage definitions", all.values(), ({ id }) => id)
    .filter((storage) => type === undefined || storage.type === type)
    .map((storage) => definition(storage, hashOrder));
}

export function readDefinition({ datacenter, params }: Call): unknown {
  const id = params.text("storage");
  const storage = [...datacenter.hosts.values()]
    .map((host) => host.storages.get(id))
    .find((found) => found !== undefined);
  if (!storage) throw failure(`storage '${id}' does not exist`);
  return definition(storage, datacenter.simulation.hashOrder);
}

export function list(call: Call): unknown {
  const { caller, datacenter, host, params } = call;
  if (!caller.has("Datastore.Audit") && !caller.has("Datastore.AllocateSpace")) return [];
  const wanted = splitList(params.maybe("content") ?? "");
  const one = params.maybe("storage");
  const holding = datacenter.simulation.hashOrder
    .walk("storages", host.storages.values(), ({ id }) => id)
    .filter((storage) => wanted.length === 0 || wanted.some((content) => storage.content.includes(content)));
  // One that holds nothing of what is asked for is none (pve-storage, Status.pm).
  if (one !== undefined && !holding.some(({ id }) => id === one)) throw noSuchStorage();
  return holding
    .filter(({ id }) => one === undefined || id === one)
    .filter(reachableFrom(params.maybe("target"), call))
    .map((storage) => ({
      storage: storage.id,
      ...state(storage, datacenter.simulation.hashOrder),
      ...(params.maybe("format") === "1" && formats(storage)),
    }));
}

/** From another host, only what is shared can be used (pve-storage, Status.pm). */
function reachableFrom(target: string | undefined, { datacenter, host }: Call) {
  if (!target || target === host.node || target === "localhost") return () => true;
  const other = [...datacenter.hosts.values()].find(({ node }) => node === target);
  return ({ id, isShared }: Storage) => isShared && other?.storages.has(id) !== false;
}

/** In the words of today, and in those of before (pve-storage, `storage_info`). */
function formats({ formats }: Storage) {
  const supported = [...formats].sort();
  const valid = Object.fromEntries(supported.map((format) => [format, 1]));
  return { formats: { supported, default: "raw" }, format: [valid, "raw"] };
}

export function readState({ datacenter, host, params }: Call): unknown {
  const storage = host.storages.get(params.text("storage"));
  if (!storage) throw noSuchStorage();
  return state(storage, datacenter.simulation.hashOrder);
}

export function download({ caller, datacenter, host, params }: Call): string {
  return downloadUrl(datacenter, caller, host, host.storage(params.text("storage")), {
    url: params.text("url"),
    content: params.text("content") as VolumeContent,
    fileName: plainFileName(params.text("filename")),
    checksum: params.maybe("checksum"),
    algorithm: params.maybe("checksum-algorithm"),
    compression: params.maybe("compression"),
  });
}

/** What the host learns about a URL without downloading it. */
export function urlMetadata({ datacenter, params }: Call): unknown {
  const url = params.text("url");
  const file = internetFile(datacenter, url);
  if (!file) throw failure("invalid server response: '404 Not Found'");
  return { filename: url.replace(/^.*\//, ""), size: file.sizeBytes, mimetype: "application/octet-stream" };
}

export function upload({ caller, datacenter, host, params, upload: bytes }: Call): string {
  const storage = host.storage(params.text("storage"));
  const kind = params.text("content") as VolumeContent;
  if (!bytes) throw parameterErrors({ filename: "property is missing and it is not optional" });
  if (storage.path === undefined) throw failure(`can't upload to storage type '${storage.type}'`);
  const fileName = plainFileName(params.text("filename"));
  checkFileName(kind, fileName);
  if (!storage.content.includes(kind)) throw failure(`storage '${storage.id}' does not support '${kind}' content`);
  const task = { node: host.node, type: "imgcopy", id: "", user: caller.user, machine: host.name };
  return datacenter.tasks.start(task, async () => {
    checkSum(bytes, params.maybe("checksum-algorithm"), params.maybe("checksum"));
    saveUpload(datacenter, host, storage, kind, fileName, bytes);
    await datacenter.simulation.clock.sleep(0);
  });
}

function checkSum(bytes: Uint8Array, algorithm: string | undefined, expected = ""): void {
  if (algorithm === undefined) return;
  const got = createHash(algorithm).update(bytes).digest("hex");
  if (got !== expected.toLowerCase()) throw failure(`checksum mismatch: got '${got}' != expect '${expected}'`);
}

function definition(storage: Storage, order: HashOrder) {
  return {
    digest: createHash("sha1").update(storage.id).digest("hex"),
    storage: storage.id,
    type: storage.type,
    content: contentOf(storage, order),
    ...(storage.isShared && { shared: 1 }),
    ...placeOf(storage),
  };
}

function placeOf({ type, path, volumeGroup }: Storage) {
  if (path !== undefined) return { path };
  if (type === "rbd") return { pool: "rbd" };
  if (/^zfs/.test(type)) return { pool: "rpool/data" };
  return { vgname: volumeGroup, ...(type === "lvmthin" && { thinpool: "data" }) };
}

/** Kinds of content are the keys of a hash (pve-storage, Plugin.pm, `content_hash_to_string`). */
export function contentOf({ content, id }: Storage, order: HashOrder): string {
  return order.walk(`content of ${id}`, content).join(",");
}

const noSuchStorage = () => parameterErrors({ storage: "No such storage." });

function state(storage: Storage, order: HashOrder) {
  const used = storage.usedBytes;
  const total = storage.capacityBytes;
  return {
    type: storage.type,
    content: contentOf(storage, order),
    active: 1,
    enabled: 1,
    shared: storage.isShared ? 1 : 0,
    total,
    used,
    avail: Math.max(0, total - used),
  };
}
