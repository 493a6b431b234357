import { failure } from "../errors";
import { entryOf } from "../schema/parameter";
import {
  parsePropertyString,
  printPropertyString,
  propertyStringErrors,
  type Properties,
} from "../schema/property-string";
import { driveOptions } from "../tables/vm-options";

/** A drive as its property string says: `file` is a volume id, `none`, or an order such as `local-zfs:32`. */
export type Drive = Readonly<Properties>;

function formatOf(option: string) {
  const entry = entryOf(driveOptions, option);
  if (!entry || entry.type === "array" || typeof entry.format !== "object") throw failure(`unknown drive '${option}'`);
  return entry.format;
}

export function isDrive(option: string): boolean {
  return entryOf(driveOptions, option) !== undefined && !option.startsWith("unused");
}

/** Lists read the same few hundred drives over and over: parsed ones are kept, up to a bound. */
const parsed = new Map<string, Drive>();
const mostParsed = 20_000;

export function parseDrive(option: string, value: string): Drive {
  const key = `${option}=${value}`;
  const known = parsed.get(key);
  if (known) return known;
  // The file may have what no request may say, such as a cloud-init drive on virtio.
  const drive = readDrive(option, value) ?? Object.freeze(parsePropertyString(formatOf(option), value));
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(key, drive);
  return drive;
}

/** What must stand beside what in a drive (qemu-server, Drive.pm, `parse_drive`). */
const needs = ["", "_rd", "_wr"].flatMap((way): [option: string, other: string][] => [
  [`mbps${way}_max`, `mbps${way}`],
  [`bps${way}_max_length`, `mbps${way}_max`],
  [`iops${way}_max_length`, `iops${way}_max`],
]);
const apart = ["mbps", "iops"].flatMap((rate): [string, string][] => [
  [`${rate}_rd`, rate],
  [`${rate}_wr`, rate],
]);

/** What keeps a drive out of the configuration's file: a part that its kind has not, such as media of an EFI disk. */
export function unwritable(option: string, value: string): string | undefined {
  return propertyStringErrors(formatOf(option), value, "");
}

/** Reads a drive; undefined where its parts do not go together. */
export function readDrive(option: string, value: string): Drive | undefined {
  if (propertyStringErrors(formatOf(option), value, "") !== undefined) return undefined;
  const drive = inMegabytes(parsePropertyString(formatOf(option), value));
  const has = (key: string) => drive?.[key] !== undefined && drive[key] !== "" && drive[key] !== "0";
  if (!drive || needs.some(([key, other]) => has(key) && !has(other))) return undefined;
  if (apart.some((pair) => pair.every(has))) return undefined;
  const isCd = drive["media"] === "cdrom";
  if (isCd && (has("snapshot") || drive["format"] !== undefined || option.startsWith("virtio"))) return undefined;
  return Object.freeze(drive);
}

/** Rates in bytes are kept in megabytes; undefined when both are given. */
function inMegabytes({ ...drive }: Properties): Properties | undefined {
  for (const rate of ["bps", "bps_rd", "bps_wr"]) {
    const bytes = drive[rate];
    if (bytes === undefined) continue;
    if (drive[`m${rate}`] !== undefined) return undefined;
    delete drive[rate];
    drive[`m${rate}`] = (Number(bytes) / 1024 ** 2).toFixed(3);
  }
  return drive;
}

export function printDrive(option: string, drive: Drive): string {
  return printPropertyString(formatOf(option), drive);
}

export function isCloudInit(drive: Drive): boolean {
  return /(?:^|:)cloudinit$|vm-\d+-cloudinit/.test(drive["file"] ?? "");
}

/** A CD-ROM drive; a cloud-init drive is one too. */
export function isCdrom(drive: Drive): boolean {
  return drive["media"] === "cdrom";
}

/** `local-zfs:32` orders a new disk of 32 GiB; a CD drive orders none, `anyMedia` or not. */
export function newDiskOrder(
  drive: Drive,
  anyMedia = false,
): { readonly storage: string; readonly gib: number; readonly digits: string } | undefined {
  if (isCdrom(drive) && !anyMedia) return undefined;
  const [, storage, gib] = /^([^/:\s]+):(\p{Nd}+(?:\.\p{Nd}+)?)$/u.exec(drive["file"] ?? "") ?? [];
  return storage !== undefined && gib !== undefined ? { storage, gib: Number(gib), digits: gib } : undefined;
}

/** In the order Proxmox goes through drives (Drive.pm, `valid_drive_names`). */
const buses = ["ide", "scsi", "virtio", "sata", "efidisk", "tpmstate"];

function byBus(a: string, b: string): number {
  const place = (option: string) => buses.indexOf(option.replace(/\d+$/, "")) * 1000 + Number(/\d+$/.exec(option)?.[0]);
  return place(a) - place(b);
}

/** Drives of a configuration by option name, in PVE's order of names. */
export function drivesOf(config: Readonly<Record<string, string>>): [string, Drive][] {
  return Object.keys(config)
    .filter(isDrive)
    .sort(byBus)
    .map((option) => [option, parseDrive(option, config[option] as string)]);
}

/** Devices of `boot: order=…`; undefined when the configuration gives no order. */
export function bootOrder(config: Readonly<Record<string, string>>): string[] | undefined {
  const order = /(?:^|,)order=([^,]*)/.exec(config["boot"] ?? "")?.[1];
  return order?.split(/[;\s]+/).filter((device) => device !== "");
}

export function printBootOrder(devices: readonly string[]): string {
  return devices.length === 0 ? "" : `order=${devices.join(";")}`;
}
