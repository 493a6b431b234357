import { failure } from "../errors";
import { findVolume } from "./find-volume";
import type { Host } from "./host";
import type { Caller } from "./permissions";
import { parseVolumeId } from "./volume";

/**
 * Who may use or look at a volume (pve-storage, `check_volume_access`): the storage's administrator, whoever may see images,
 * the VM that owns a disk. Snippets are for administrators only.
 */
export function checkVolumeAccess(caller: Caller, host: Host, file: string, vmId?: number): void {
  const id = parseVolumeId(file);
  if (!id) throw failure("Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 651.");
  if (caller.has("Datastore.Allocate")) return;
  const storage = `/storage/${id.storage}`;
  const volume = findVolume(host, file);
  if (/^(?:iso|vztmpl|import)\//.test(id.name)) caller.checkAny(storage, "Datastore.AllocateSpace", "Datastore.Audit");
  else if (volume?.vmId === undefined) throw failure(`missing privileges to access ${file}`);
  else if (volume.vmId !== vmId) {
    caller.check(storage, "Datastore.Audit");
    caller.check(`/vms/${volume.vmId}`, "VM.Config.Disk");
  }
}

export function maySee(caller: Caller, host: Host, file: string): boolean {
  try {
    checkVolumeAccess(caller, host, file);
    return true;
  } catch {
    return false;
  }
}
