import { failure, parameterErrors } from "../errors";
import type { Call } from "../http/route";
import { checkFileName, downloadUrl, internetFile, requireFileStorage } from "../model/download";
import { allocateDisk, freeDisk } from "../model/disks";
import { saveUpload } from "../model/files";
import type { Storage } from "../model/storage";
import { parseVolumeId, type Volume, type VolumeContent, volumeId } from "../model/volume";
import { parseSize } from "../schema/size";

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

export function list({ caller, host, params }: Call): unknown {
  if (!caller.has("Datastore.Audit") && !caller.has("Datastore.AllocateSpace")) return [];
  const wanted = params.maybe("content")?.split(",") ?? [];
  return [...host.storages.values()]
    .filter((storage) => wanted.every((content) => storage.content.includes(content)))
    .map((storage) => ({ storage: storage.id, ...state(storage) }));
}

export function readState({ host, params }: Call): unknown {
  return state(host.storage(params.text("storage")));
}

export function content({ host, params }: Call): unknown {
  const kind = params.maybe("content");
  const owner = params.number("vmid");
  return host
    .storage(params.text("storage"))
    .all()
    .filter(
      (volume) => (kind === undefined || volume.content === kind) && (owner === undefined || volume.vmId === owner),
    )
    .map((volume) => ({
      ...{
        volid: volumeId(volume),
        content: volume.content,
        format: formatOf(volume),
        size: volume.sizeBytes,
        ctime: volume.ctime,
      },
      ...(volume.vmId !== undefined && { vmid: volume.vmId }),
      ...(volume.parent && { parent: volume.parent.name }),
    }));
}

export function readVolume({ caller, host, params }: Call): unknown {
  const { storage, name } = volumeOf(params.text("storage"), params.text("volume"));
  caller.checkAny(`/storage/${storage}`, "Datastore.AllocateSpace", "Datastore.Audit");
  const volume = host.storage(storage).find(name);
  if (!volume) throw failure(`volume_size_info on '${storage}:${name}' failed`);
  const path = host.storage(storage).pathOf(volume);
  return { path, size: volume.sizeBytes, used: volume.sizeBytes, format: formatOf(volume) };
}

export function removeVolume({ caller, datacenter, host, params }: Call): string {
  const { storage, name } = volumeOf(params.text("storage"), params.text("volume"));
  const volume = host.storage(storage).find(name);
  caller.check(
    `/storage/${storage}`,
    volume?.content === "images" ? "Datastore.Allocate" : "Datastore.AllocateTemplate",
  );
  if (volume?.vmId !== undefined) refuseUsed(datacenter.vms.get(volume.vmId)?.config, volume);
  const task = { node: host.name, type: "imgdel", id: `${volume?.vmId ?? ""}@${storage}`, user: caller.user };
  return datacenter.tasks.start(task, async (log) => {
    await datacenter.world.clock.sleep(0);
    if (volume) freeDisk(datacenter, host, volume);
    else log(`disk image '${storage}:${name}' does not exist`);
    log(`Removed volume '${storage}:${name}'`);
  });
}

export async function allocate({ datacenter, host, params }: Call): Promise<string> {
  const vmId = Number(params.text("vmid"));
  const bytes = parseSize(/[MG]$/.test(params.text("size")) ? params.text("size") : `${params.text("size")}K`) ?? 0;
  const order = { storage: params.text("storage"), vmId, bytes, format: params.maybe("format") };
  return volumeId(await allocateDisk(datacenter, host, order));
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
      ? { pool: "rpool/data", sparse: 1 }
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

function formatOf(volume: Volume): string {
  return volume.content === "iso" || volume.content === "snippets"
    ? volume.content === "iso"
      ? "iso"
      : "snippet"
    : volume.format;
}

/** A volume may be named with or without its storage. */
function volumeOf(storage: string, volume: string): { readonly storage: string; readonly name: string } {
  const id = parseVolumeId(volume);
  if (id && id.storage !== storage)
    throw parameterErrors({ volume: `storage ID mismatch ('${id.storage}' != '${storage}')` });
  return id ?? { storage, name: volume };
}

function refuseUsed(config: Readonly<Record<string, string>> | undefined, volume: Volume): void {
  if (!config) return;
  throw failure(`Cannot remove image, a guest with VMID '${volume.vmId}' exists!`);
}
