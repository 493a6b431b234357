import { failure } from "../errors";
import type { Caller } from "./permissions";
import { parseVolumeId } from "./volume";
import { ownerNamed } from "./volume-name";

/**
 * Who may use or read a volume (pve-storage, `check_volume_access`): the storage's administrator, users who may see images,
 * the VM that owns a disk. Snippets are for administrators only.
 */
export function checkVolumeAccess(caller: Caller, file: string, vmId?: number): void {
  const id = parseVolumeId(file);
  if (!id) throw failure("Only root can pass arbitrary filesystem paths. at /usr/share/perl5/PVE/Storage.pm line 651.");
  if (caller.has("Datastore.Allocate")) return;
  const storage = `/storage/${id.storage}`;
  const owner = ownerNamed(id.name);
  if (/^(?:iso|vztmpl|import)\//.test(id.name)) caller.checkAny(storage, "Datastore.AllocateSpace", "Datastore.Audit");
  else if (owner === undefined) throw failure(`missing privileges to access ${file}`);
  else if (Number(owner) !== vmId) {
    caller.check(storage, "Datastore.Audit");
    caller.check(`/vms/${owner}`, "VM.Config.Disk");
  }
}

export function maySee(caller: Caller, file: string): boolean {
  try {
    checkVolumeAccess(caller, file);
    return true;
  } catch {
    return false;
  }
}
