import { failure } from "../errors";
import { GiB, KiB, MiB } from "../schema/size";
import type { Datacenter } from "./datacenter";
import { allocateDisk, copyData, freeDisk, makeBase } from "./disks";
import { findVolume, volumeOf } from "./find-volume";
import { type Drive, drivesOf, isCdrom, isCloudInit, newDiskOrder, parseDrive, printDrive } from "./drive";
import type { Host } from "./host";
import type { TaskLog } from "./tasks";
import type { Vm } from "./vm";
import { missingVolume } from "./missing-volume";
import { parseVolumeId, type Volume, volumeId } from "./volume";

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
  const volume = await volumeFor(datacenter, vm, option, drive);
  if (!volume) return printDrive(option, without(drive, "size"));
  const { format: _format, "import-from": _source, ...made } = drive;
  const kept = isMade(drive) ? made : drive;
  const isNewCd = /:cloudinit$/.test(drive["file"] ?? "");
  const stored = {
    ...kept,
    file: volumeId(volume),
    ...(isNewCd ? { media: "cdrom" } : { size: String(volume.sizeBytes) }),
  };
  const printed = printDrive(option, stored);
  log(`${option}: successfully created disk '${printed}'`);
  return printed;
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
      : await importDisk(datacenter, vm, drive, order.storage, source);
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

function complaint(host: Host, file: string): string {
  const id = parseVolumeId(file);
  return (id && missingVolume(host.storage(id.storage), id.name)) ?? `volume ${file} does not exist`;
}

function existingVolume(vm: Vm, option: string, drive: Drive): Volume {
  const volume = findVolume(vm.host, drive["file"] ?? "");
  if (!volume) throw failure(complaint(vm.host, drive["file"] ?? ""));
  if (drive["format"] !== undefined && !isCdrom(drive) && drive["format"] !== volume.format) {
    const told = `'format=${drive["format"]}' option different from storage format '${volume.format}'`;
    throw failure(`drive '${option}' - volume '${drive["file"]}' - ${told}`);
  }
  return volume;
}

type Order = NonNullable<ReturnType<typeof newDiskOrder>>;

function newDisk(datacenter: Datacenter, vm: Vm, option: string, drive: Drive, order: Order): Promise<Volume> {
  const bytes = bytesOf(vm.host, option, drive, order);
  return allocateDisk(datacenter, vm.host, { storage: order.storage, vmId: vm.vmId, bytes, format: drive["format"] });
}

/** Whoever counts looks for digits that can be counted (Tools.pm, `convert_size`). */
function inGiB({ gib, digits }: Order): number {
  if (/[^\d.]/.test(digits))
    throw failure(`value '${digits}' is not a valid, positive number at /usr/share/perl5/PVE/Tools.pm line 1569.`);
  return gib;
}

function bytesOf(host: Host, option: string, drive: Drive, order: Order): number {
  if (option === "tpmstate0") return smallDisk;
  if (option !== "efidisk0") return Math.ceil(inGiB(order) * GiB);
  return host.storage(order.storage).rounded(efiBytes(drive));
}

async function importDisk(
  datacenter: Datacenter,
  vm: Vm,
  drive: Drive,
  storage: string,
  source: string,
): Promise<Volume> {
  const from = volumeOf(vm.host, source);
  const bytes = from.diskGiB === undefined ? from.sizeBytes : from.diskGiB * GiB;
  const order = { storage, vmId: vm.vmId, bytes, format: drive["format"], image: from.image };
  const volume = await allocateDisk(datacenter, vm.host, order);
  try {
    await copyData(vm.host.storage(from.storage), vm.host.storage(storage), bytes);
  } catch (error) {
    freeDisk(datacenter, vm.host, volume);
    throw error;
  }
  return volume;
}
