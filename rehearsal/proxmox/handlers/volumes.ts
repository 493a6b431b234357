import { failure, parameterErrors } from "../errors";
import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import { allocateDisk, freeDisk } from "../model/disks";
import type { Host } from "../model/host";
import { parseVolumeId, type Volume, volumeId } from "../model/volume";
import { checkVolumeAccess, maySee } from "../model/volume-access";
import { checkVolumeName } from "../model/volume-name";
import { parseSize } from "../schema/size";

export function content({ caller, host, params }: Call): unknown {
  const kind = params.maybe("content");
  const owner = params.number("vmid");
  return host
    .storage(params.text("storage"))
    .all()
    .filter(
      (volume) => (kind === undefined || volume.content === kind) && (owner === undefined || volume.vmId === owner),
    )
    .filter((volume) => maySee(caller, host, volumeId(volume)))
    .sort((a, b) => (volumeId(a).toLowerCase() < volumeId(b).toLowerCase() ? -1 : 1))
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
  checkVolumeAccess(caller, host, `${storage}:${name}`);
  const volume = host.storage(storage).find(name);
  if (!volume) throw failure(`volume_size_info on '${storage}:${name}' failed - no format`);
  const path = host.storage(storage).pathOf(volume);
  return { path, size: volume.sizeBytes, used: volume.sizeBytes, format: formatOf(volume) };
}

export function removeVolume({ caller, datacenter, host, params }: Call): string {
  const { storage, name } = volumeOf(params.text("storage"), params.text("volume"));
  checkVolumeName(host.storage(storage), name);
  const volume = host.storage(storage).find(name);
  caller.check(`/storage/${storage}`, "Datastore.Allocate");
  const id = volume?.vmId === undefined ? storage : `${volume.vmId}@${storage}`;
  const task = { node: host.name, type: "imgdel", id, user: caller.user };
  return datacenter.tasks.start(task, async (log) => {
    await datacenter.world.clock.sleep(0);
    if (volume) removeDisk(datacenter, host, volume);
    else log(`disk image '${storage}:${name}' does not exist`);
    log(`Removed volume '${storage}:${name}'`);
  });
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
  const order = { storage: params.text("storage"), vmId, bytes, name, format };
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
  if (id && id.storage !== storage)
    throw parameterErrors({ volume: `storage ID mismatch ('${id.storage}' != '${storage}')` });
  return id ?? { storage, name: volume };
}
