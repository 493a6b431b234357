import { failure, parameterErrors } from "../errors";
import type { Call } from "../http/route";
import { checkFileName, downloadUrl, internetFile, requireFileStorage } from "../model/download";
import { saveUpload } from "../model/files";
import type { Storage } from "../model/storage";
import type { VolumeContent } from "../model/volume";

/** Storage definitions, which the cluster shares. */
export function definitions({ caller, datacenter, params }: Call): unknown {
  if (!caller.has("Datastore.Audit") && !caller.has("Datastore.AllocateSpace")) return [];
  const type = params.maybe("type");
  const all = new Map([...datacenter.hosts.values()].flatMap((host) => [...host.storages]));
  return [...all.values()].filter((storage) => type === undefined || storage.type === type).map(definition);
}

export function readDefinition({ datacenter, params }: Call): unknown {
  const id = params.text("storage");
  const storage = [...datacenter.hosts.values()]
    .map((host) => host.storages.get(id))
    .find((found) => found !== undefined);
  if (!storage) throw failure(`storage '${id}' does not exist`);
  return definition(storage);
}

export function list({ caller, datacenter, host, params }: Call): unknown {
  if (!caller.has("Datastore.Audit") && !caller.has("Datastore.AllocateSpace")) return [];
  const wanted = params.maybe("content")?.split(",") ?? [];
  return datacenter.world.hashOrder
    .walk("storages", host.storages.values(), ({ id }) => id)
    .filter((storage) => wanted.every((content) => storage.content.includes(content)))
    .map((storage) => ({ storage: storage.id, ...state(storage) }));
}

export function readState({ host, params }: Call): unknown {
  return state(host.storage(params.text("storage")));
}

export function download({ caller, datacenter, host, params }: Call): string {
  return downloadUrl(datacenter, caller, host, host.storage(params.text("storage")), {
    url: params.text("url"),
    content: params.text("content") as VolumeContent,
    fileName: params
      .text("filename")
      .replace(/^.*[/\\]/, "")
      .replace(/\s/g, "_"),
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
  requireFileStorage(storage, kind);
  checkFileName(kind, params.text("filename"));
  const task = { node: host.name, type: "imgcopy", id: "", user: caller.user, machine: host.name };
  return datacenter.tasks.start(task, () => {
    saveUpload(datacenter, host, storage, kind, params.text("filename"), bytes);
    return Promise.resolve();
  });
}

function definition(storage: Storage) {
  const place =
    storage.type === "zfspool"
      ? { pool: "rpool/data" }
      : storage.type === "lvmthin"
        ? { thinpool: "data", vgname: "pve" }
        : { path: storage.path };
  return { storage: storage.id, type: storage.type, content: storage.content.join(","), ...place };
}

function state(storage: Storage) {
  const used = storage.usedBytes;
  const total = storage.capacityBytes;
  return {
    type: storage.type,
    content: storage.content.join(","),
    ...{ active: 1, enabled: 1, shared: 0 },
    total,
    used,
    avail: Math.max(0, total - used),
  };
}
