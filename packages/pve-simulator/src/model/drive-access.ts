import { failure, parameterErrors } from "../errors";
import { findVolume } from "./find-volume";
import { isCdrom, newDiskOrder, readDrive } from "./drive";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";
import { parseVolumeId } from "./volume";
import { checkVolumeAccess } from "./volume-access";
import { checkVolumeName } from "./volume-name";

type Owner = Pick<Vm, "host" | "vmId">;

/** Refuses a drive the caller may not make, before anything is made. */
export function checkDriveAccess(caller: Caller, vm: Owner, option: string, value: string): void {
  const drive = readDrive(option, value);
  if (!drive) return;
  const file = drive["file"] ?? "";
  const order = newDiskOrder(drive);
  // What is on SCSI is asked for its kind, by its path (Drive.pm, `get_scsi_device_type`).
  if (file === "none" && !isCdrom(drive) && option.startsWith("scsi"))
    throw failure("unable to parse volume ID 'none'");
  if (order) {
    caller.check(`/storage/${order.storage}`, "Datastore.AllocateSpace");
    if (!vm.host.storage(order.storage).content.includes("images")) {
      throw parameterErrors({ storage: `storage '${order.storage}' does not support vm images` });
    }
  } else if (file === "cdrom" && isCdrom(drive)) caller.check("/", "Sys.Console");
  else if (!/:cloudinit$/.test(file) && file !== "none") checkExisting(caller, vm, option, file);
  const source = drive["import-from"];
  if (source !== undefined) checkImportSource(caller, vm, option, source);
}

function checkExisting(caller: Caller, vm: Owner, option: string, file: string): void {
  checkVolumeAccess(caller, vm.host, file, vm.vmId);
  const id = parseVolumeId(file);
  if (id) checkVolumeName(vm.host.storage(id.storage), id.name);
  const volume = findVolume(vm.host, file);
  if (volume && volume.content !== "images" && volume.content !== "iso") {
    throw parameterErrors({ [option]: "content type needs to be 'images' or 'iso'" });
  }
}

function checkImportSource(caller: Caller, vm: Pick<Vm, "host">, option: string, source: string): void {
  const volume = findVolume(vm.host, source);
  if (volume && volume.content !== "images" && volume.content !== "import") {
    const complaint = `${source} has wrong type '${volume.content}' - needs to be 'images' or 'import'`;
    throw parameterErrors({ [option]: complaint });
  }
  if (volume?.vmId !== undefined) caller.check(`/vms/${volume.vmId}`, "VM.Clone");
  else checkVolumeAccess(caller, vm.host, source);
}
