import { failure } from "../errors";
import { entryOf } from "../schema/parameter";
import { parsePropertyString, printPropertyString, type Properties } from "../schema/property-string";
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
  const drive = Object.freeze(parsePropertyString(formatOf(option), value));
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(key, drive);
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
  return drive["media"] === "cdrom" || drive["file"] === "none" || drive["file"] === "cdrom";
}

/** `local-zfs:32` orders a new disk of 32 GiB. */
export function newDiskOrder(drive: Drive): { readonly storage: string; readonly gib: number } | undefined {
  const [, storage, gib] = /^([^/:\s]+):(\d+(?:\.\d+)?)$/.exec(drive["file"] ?? "") ?? [];
  return storage !== undefined && gib !== undefined ? { storage, gib: Number(gib) } : undefined;
}

/** Drives of a configuration by option name, in PVE's order of names. */
export function drivesOf(config: Readonly<Record<string, string>>): [string, Drive][] {
  return Object.keys(config)
    .filter(isDrive)
    .sort()
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
