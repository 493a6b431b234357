import { failure, parameterErrors } from "../errors";
import { isCdrom, newDiskOrder, readDrive } from "./drive";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";
import { parseVolumeId } from "./volume";
import { checkVolumeAccess } from "./volume-access";
import { checkVolumeName, contentNamed, ownerNamed } from "./volume-name";

type Owner = Pick<Vm, "host" | "vmId">;

/** Refuses a drive the caller may not make, before anything is made. */
export function checkDriveAccess(caller: Caller, vm: Owner, option: string, value: string): void {
  const drive = readDrive(option, value);
  if (!drive) return;
  const file = drive["file"] ?? "";
  const order = newDiskOrder(drive);
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
  checkVolumeAccess(caller, file, vm.vmId);
  const id = parseVolumeId(file);
  if (id) checkVolumeName(vm.host.storage(id.storage), id.name);
  if (id && !["images", "iso"].includes(contentNamed(id.name))) {
    throw parameterErrors({ [option]: "content type needs to be 'images' or 'iso'" });
  }
}

function checkImportSource(caller: Caller, vm: Pick<Vm, "host">, option: string, source: string): void {
  const id = parseVolumeId(source);
  if (id) checkVolumeName(vm.host.storage(id.storage), id.name);
  const content = id ? contentNamed(id.name) : "images";
  const [ending = ""] = /(?<=\.)[^./]+$/.exec(source) ?? [];
  // Archives are asked for a disk inside of them (Drive.pm, `checked_parse_volname`).
  if (content === "import" && ["ova", "ovf"].includes(ending))
    throw failure(`volume '${source}' - not a QEMU image format '${ending}'`);
  if (!["images", "import"].includes(content)) {
    const complaint = `${source} has wrong type '${content}' - needs to be 'images' or 'import'`;
    throw parameterErrors({ [option]: complaint });
  }
  const owner = id && ownerNamed(id.name);
  if (owner !== undefined) caller.check(`/vms/${owner}`, "VM.Clone");
  else checkVolumeAccess(caller, source);
}
