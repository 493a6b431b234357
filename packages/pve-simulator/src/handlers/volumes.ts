import { failure, parameterErrors } from "../errors";
import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import { allocateDisk, freeDisk } from "../model/disks";
import type { Host } from "../model/host";
import { missingVolume } from "../model/missing-volume";
import type { Storage } from "../model/storage";
import { parseVolumeId, type Volume, volumeId } from "../model/volume";
import { checkVolumeAccess, maySee } from "../model/volume-access";
import { checkVolumeName } from "../model/volume-name";
import { GiB, parseSize } from "../schema/size";

/** What a storage holds of the kinds it may hold, by its name (pve-storage, `volume_list`). */
export function content({ caller, host, params }: Call): unknown {
  const storage = host.storage(params.text("storage"));
  return storage
    .all()
    .filter((volume) => storage.content.includes(volume.content) && isWanted(volume, params))
    .filter((volume) => maySee(caller, volumeId(volume)))
    .sort((a, b) => (volumeId(a).toLowerCase() < volumeId(b).toLowerCase() ? -1 : 1))
    .map((volume) => ({ volid: volumeId(volume), content: volume.content, ...view(storage, volume) }));
}

/** Filtered by machine: its disks, and what belongs to no machine except ISO images and templates. */
function isWanted(volume: Volume, params: Call["params"]): boolean {
  const [kind, owner] = [params.maybe("content"), params.number("vmid")];
  if (kind !== undefined && volume.content !== kind) return false;
  if (owner === undefined) return true;
  return volume.content === "images" ? volume.vmId === owner : !["iso", "vztmpl"].includes(volume.content);
}

/** Each kind of storage tells other things of its disks (`list_images` of its plugin). */
function view({ isFileBased, type }: Storage, volume: Volume) {
  const basic = { format: formatOf(volume), size: volume.sizeBytes };
  if (volume.content !== "images") return { ...basic, ctime: volume.ctime };
  const owned = { ...basic, ...(volume.vmId !== undefined && { vmid: volume.vmId }) };
  if (/^zfs/.test(type)) {
    const parent = volume.parent ? `${volume.parent.name}@__base__` : null;
    return { ...owned, name: volume.name.replace(/^.*\//, ""), parent };
  }
  if (!isFileBased) return { ...owned, ctime: volume.ctime };
  const base = volume.parent ? `../${volume.parent.name}` : null;
  return { ...owned, ctime: volume.ctime, used: volume.sizeBytes, parent: base };
}

export function readVolume({ caller, host, params }: Call): unknown {
  const { storage, name } = volumeOf(params.text("storage"), params.text("volume"));
  checkVolumeAccess(caller, `${storage}:${name}`);
  checkVolumeName(host.storage(storage), name);
  const volume = host.storage(storage).find(name);
  if (!volume) {
    const id = `${storage}:${name}`;
    throw failure(missingVolume(host.storage(storage), name) ?? `volume_size_info on '${id}' failed - no format`);
  }
  const path = host.storage(storage).pathOf(volume);
  // As qemu-img reads the file: an image has the size of its disk, anything else is raw.
  const size = volume.diskGiB === undefined ? volume.sizeBytes : volume.diskGiB * GiB;
  const format = ["images", "import"].includes(volume.content) ? volume.format : "raw";
  return { path, size, used: volume.sizeBytes, format };
}

/** With `delay` the answer waits for the end, and names no task then. */
export async function removeVolume(call: Call): Promise<string | null> {
  const { datacenter, params } = call;
  const upid = startRemoval(call);
  if (!params.has("delay")) return upid;
  const task = datacenter.tasks.find(upid);
  await task.finished;
  if (task.exitstatus !== "OK") throw failure(task.exitstatus ?? "");
  return null;
}

function startRemoval({ caller, datacenter, host, params }: Call): string {
  const { storage, name } = volumeOf(params.text("storage"), params.text("volume"));
  checkVolumeName(host.storage(storage), name);
  const volume = host.storage(storage).find(name);
  caller.check(`/storage/${storage}`, "Datastore.Allocate");
  const owner = ownerIn(name);
  const id = owner === undefined ? storage : `${owner}@${storage}`;
  const task = { node: host.node, type: "imgdel", id, user: caller.user };
  return datacenter.tasks.start(task, async (log) => {
    await datacenter.simulation.clock.sleep(0);
    if (volume) removeDisk(datacenter, host, volume);
    else log(`disk image '${storage}:${name}' does not exist`);
    log(`Removed volume '${storage}:${name}'`);
  });
}

/** The machine that a disk's name belongs to, whether it is there or not. */
function ownerIn(name: string): string | undefined {
  return /(?:^|\/)(?:vm|base|subvol|basevol)-(\d+)-[^/]+$/.exec(name)?.[1];
}

/** Proxmox asks nobody: the machine it belonged to keeps a drive that leads nowhere. */
function removeDisk(datacenter: Datacenter, host: Host, volume: Volume): void {
  freeDisk(datacenter, host, volume);
  const owner = volume.vmId === undefined ? undefined : datacenter.vms.get(volume.vmId);
  if (owner) datacenter.emitMachine(owner, "disk-removed", volumeId(volume));
}

export async function allocate({ datacenter, host, params }: Call): Promise<string> {
  const vmId = Number(params.text("vmid"));
  const bytes = parseSize(/[MG]$/.test(params.text("size")) ? params.text("size") : `${params.text("size")}K`) ?? 0;
  const { name, format } = newFile(params.text("filename"), params.maybe("format"));
  const storage = params.text("storage");
  const order = { storage, vmId, bytes: host.storage(storage).rounded(bytes), name, format };
  return volumeId(await allocateDisk(datacenter, host, order));
}

/** The ending of a name says its format. */
function newFile(name: string, format: string | undefined): { name: string; format: string | undefined } {
  const ending = /\.(raw|qcow2|vmdk)$/.exec(name)?.[1];
  if (ending !== undefined && format !== undefined && ending !== format)
    throw parameterErrors({ format: `different storage formats (${format} != ${ending})` });
  return { name, format: ending ?? format };
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
  // The name of a storage has two letters or more (pve-storage, Plugin.pm, `parse_volume_id`).
  if (/^[a-z]:/i.test(volume)) throw parameterErrors({ volume: `unable to parse volume ID '${volume}'` });
  if (id && id.storage !== storage)
    throw parameterErrors({ volume: `storage ID mismatch (${id.storage} != ${storage})` });
  return id ?? { storage, name: volume };
}
