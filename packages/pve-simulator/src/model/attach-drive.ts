import { failure } from "../errors";
import { GiB, KiB, MiB } from "../schema/size";
import type { Datacenter } from "./datacenter";
import { allocateDisk, copyData, formatOn, freeDisk, makeBase } from "./disks";
import { findVolume } from "./find-volume";
import { type Drive, drivesOf, isCdrom, isCloudInit, newDiskOrder, parseDrive, printDrive, unwritable } from "./drive";
import type { Host } from "./host";
import type { TaskLog } from "./tasks";
import type { Vm } from "./vm";
import { sizedVolume } from "./missing-volume";
import { parseVolumeId, type Volume, volumeId } from "./volume";
import { contentNamed } from "./volume-name";

/** PVE gives every cloud-init drive and TPM state this size. */
const smallDisk = 4 * MiB;
/** The variables that come with the firmware: `OVMF_VARS.fd`, and the ones for a flash of 4 MiB. */
const efiVariables = { "2m": 128 * KiB, "4m": 528 * KiB };

export function efiBytes(drive: Drive): number {
  return efiVariables[drive["efitype"] === "4m" ? "4m" : "2m"];
}

/** Makes what a drive's value orders (new disk, imported disk, cloud-init drive) and returns the value as PVE stores it. */
export async function realiseDrive(
  datacenter: Datacenter,
  vm: Vm,
  option: string,
  value: string,
  log: TaskLog,
): Promise<string> {
  const drive = parseDrive(option, value);
  // What is on SCSI is asked for its kind, by its path (Drive.pm, `get_scsi_device_type`).
  if (drive["file"] === "none" && !isCdrom(drive) && option.startsWith("scsi"))
    throw failure("unable to parse volume ID 'none'");
  const volume = await volumeFor(datacenter, vm, option, drive);
  if (!volume) return printDrive(option, without(drive, "size"));
  const { format: _format, "import-from": _source, ...made } = drive;
  const kept = isMade(drive) ? made : drive;
  const isNewCd = /:cloudinit$/.test(drive["file"] ?? "");
  const stored = {
    ...kept,
    file: volumeId(volume),
    ...(isNewCd ? { media: "cdrom" } : { size: String(sizeTold(vm.host, option, drive, volume)) }),
  };
  const printed = printDrive(option, stored);
  const complaint = unwritable(option, printed);
  if (complaint !== undefined) throw failure(`unable to parse value of '${option}' - ${complaint}`);
  log(`${option}: successfully created disk '${printed}'`);
  return printed;
}

/** Of a new disk the configuration has what was asked for, though its storage handed out whole pieces. */
function sizeTold(host: Host, option: string, drive: Drive, volume: Volume): number {
  const order = newDiskOrder(drive);
  if (!order || drive["import-from"] !== undefined) return volume.sizeBytes;
  return bytesOf(host, option, drive, order);
}

/** What is handed out now; a disk that was there keeps all that is said of it. */
function isMade(drive: Drive): boolean {
  return /:cloudinit$/.test(drive["file"] ?? "") || newDiskOrder(drive) !== undefined;
}

function without(drive: Drive, key: string): Drive {
  return Object.fromEntries(Object.entries(drive).filter(([name]) => name !== key));
}

async function volumeFor(datacenter: Datacenter, vm: Vm, option: string, drive: Drive): Promise<Volume | undefined> {
  const file = drive["file"] ?? "";
  if (file === "none" || file === "cdrom") return undefined;
  if (/:cloudinit$/.test(file)) return newCloudInitDrive(datacenter, vm, option, file, drive["format"]);
  const order = newDiskOrder(drive);
  if (!order) return existingVolume(vm, option, drive);
  const source = drive["import-from"];
  const volume =
    source === undefined
      ? await newDisk(datacenter, vm, option, drive, order)
      : await importDisk(datacenter, vm, { option, drive, storage: order.storage, source });
  if (vm.isTemplate) makeBase(vm.host, volume);
  return volume;
}

function newCloudInitDrive(
  datacenter: Datacenter,
  vm: Vm,
  option: string,
  file: string,
  format: string | undefined,
): Promise<Volume> {
  const other = drivesOf(vm.effectiveConfig()).find(([name, drive]) => name !== option && isCloudInit(drive));
  if (other) throw failure(`${option} - cloud-init drive is already attached at '${other[0]}'`);
  const storage = file.slice(0, file.indexOf(":"));
  return allocateDisk(datacenter, vm.host, {
    storage,
    vmId: vm.vmId,
    bytes: smallDisk,
    format: format ?? (vm.host.storage(storage).isFileBased ? "qcow2" : "raw"),
    purpose: "cloudinit",
  });
}

function existingVolume(vm: Vm, option: string, drive: Drive): Volume {
  const { file = "", format } = drive;
  const named = formatNamed(vm.host, file);
  // The name says the format, whether there is such a disk or not.
  if (format !== undefined && !isCdrom(drive) && named !== undefined && format !== named) {
    const told = `'format=${format}' option different from storage format '${named}'`;
    throw failure(`drive '${option}' - volume '${file}' - ${told}`);
  }
  return sizedVolume(vm.host, file, `volume ${file} does not exist`);
}

type Order = NonNullable<ReturnType<typeof newDiskOrder>>;

function newDisk(datacenter: Datacenter, vm: Vm, option: string, drive: Drive, order: Order): Promise<Volume> {
  const bytes = bytesOf(vm.host, option, drive, order);
  return allocateDisk(datacenter, vm.host, { storage: order.storage, vmId: vm.vmId, bytes, format: drive["format"] });
}

/** Calculations accept only ASCII digits (Tools.pm, `convert_size`). */
function inGiB({ gib, digits }: Order): number {
  if (/[^\d.]/.test(digits))
    throw failure(`value '${digits}' is not a valid, positive number at /usr/share/perl5/PVE/Tools.pm line 1569.`);
  return gib;
}

function bytesOf(host: Host, option: string, drive: Drive, order: Order): number {
  if (option === "tpmstate0") return smallDisk;
  // Disks are handed out in KiB (`vdisk_alloc`).
  if (option !== "efidisk0") return Math.ceil((inGiB(order) * GiB) / KiB) * KiB;
  return host.storage(order.storage).rounded(efiBytes(drive));
}

/** The import of an image reads its file first; for a disk its storage is asked. */
function importedVolume(host: Host, source: string): Volume {
  const id = parseVolumeId(source);
  if (id && contentNamed(id.name) === "import" && !findVolume(host, source))
    throw failure(`failed to stat '${host.storage(id.storage).pathOf({ content: "import", name: id.name })}'`);
  try {
    return sizedVolume(host, source, `could not get size of ${source}`);
  } catch (error) {
    throw failure(`cannot import from '${source}' - ${(error as Error).message}`);
  }
}

interface Import {
  readonly option: string;
  readonly drive: Drive;
  readonly storage: string;
  readonly source: string;
}

async function importDisk(datacenter: Datacenter, vm: Vm, asked: Import): Promise<Volume> {
  const { drive, option, storage, source } = asked;
  checkImportedDrive(datacenter, vm, asked);
  const from = importedVolume(vm.host, source);
  const whole = from.diskGiB === undefined ? from.sizeBytes : from.diskGiB * GiB;
  // Firmware's variables and TPM's state have a size of their own, whatever is in the source.
  const bytes = option === "efidisk0" ? efiBytes(drive) : option === "tpmstate0" ? smallDisk : whole;
  // What is not said is as in the source, where the storage has that format (`resolve_dst_disk_format`).
  const format = formatOn(vm.host.storage(storage), drive["format"] ?? formatNamed(vm.host, source) ?? "raw");
  const order = { storage, vmId: vm.vmId, bytes, format, image: from.image };
  const volume = await allocateDisk(datacenter, vm.host, order);
  try {
    await copyData(vm.host.storage(from.storage), vm.host.storage(storage), bytes);
  } catch (error) {
    freeDisk(datacenter, vm.host, volume);
    throw error;
  }
  return volume;
}

/** A disk that a machine has as a drive is cloned, which not every pair of drives allows (qemu-server, `clone_disk`). */
function checkImportedDrive(datacenter: Datacenter, vm: Vm, { option, source }: Import): void {
  const refuse = (why: string) => failure(`cannot import from '${source}' - ${why}`);
  const owner = datacenter.vms.get(findVolume(vm.host, source)?.vmId ?? 0);
  const isSource = ([, drive]: [string, Drive]) => drive["file"] === source;
  const [name] = (owner && drivesOf(owner.config).find(isSource)) ?? [];
  if (owner === undefined || name === undefined || name === option) return;
  for (const [only, what] of [
    ["efidisk0", "EFI disk requires EFI disk"],
    ["tpmstate0", "TPM state requires TPM state"],
  ]) {
    if (name === only || option === only) throw refuse(`cloning from/to ${what}`);
  }
  if (owner.running && owner === vm) throw refuse("cannot change drive name when cloning disk from/to the same VM");
}

/** The format that a volume's name tells (pve-storage, `parse_volname`); undefined where it names no storage. */
function formatNamed(host: Host, file: string): string | undefined {
  const id = parseVolumeId(file);
  if (!id) return undefined;
  const { isFileBased, type } = host.storage(id.storage);
  const [ending = ""] = /(?<=\.)[^./]+$/.exec(id.name) ?? [];
  if (isFileBased) return ["qcow2", "vmdk", "subvol"].includes(ending) ? ending : "raw";
  return type === "lvm" && ending === "qcow2" ? ending : "raw";
}
