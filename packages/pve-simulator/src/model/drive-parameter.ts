import { parameterErrors } from "../errors";
import { checkVolumeName } from "./volume-name";
import { type Drive, isDrive, newDiskOrder, printDrive, readDrive } from "./drive";
import type { Host } from "./host";
import { parseVolumeId } from "./volume";

type Options = Readonly<Record<string, string>>;

/** `cdrom` is another name of `ide2` (API2/Qemu.pm, `resolve_cdrom_alias`). */
export function withoutAlias({ cdrom, ...others }: Options): Record<string, string> {
  if (cdrom === undefined) return others;
  return { ...others, ide2: cdrom.includes("media=") ? cdrom : `${cdrom},media=cdrom` };
}

/** Options of a request with drives as Proxmox reads them: an empty drive is a CD drive. */
export function drivesRead(host: Host, options: Options): Record<string, string> {
  const read = Object.entries(withoutAlias(options)).map(([option, value]) => [
    option,
    isDrive(option) ? driveRead(host, option, value) : value,
  ]);
  return Object.fromEntries(read) as Record<string, string>;
}

/** What API2/Qemu.pm asks of every drive before anything is done (`check_drive_param`). */
function driveRead(host: Host, option: string, value: string): string {
  const refuse = (complaint: string) => parameterErrors({ [option]: complaint });
  const drive = readDrive(option, value);
  if (!drive) throw refuse("unable to parse drive options");
  const file = drive["file"] ?? "";
  if (drive["import-from"] !== undefined) checkImport(option, drive, refuse);
  if (isStrayPath(file)) throw refuse(`unable to associate path '${file}' to any storage`);
  checkVolume(host, drive, refuse);
  const isEmpty = file === "none" || file === "cdrom";
  return printDrive(option, isEmpty && drive["media"] === undefined ? { ...drive, media: "cdrom" } : drive);
}

/** What an imported disk has to be told, as it is not looked at. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  efidisk0: ["efitype", "pre-enrolled-keys"],
  tpmstate0: ["version"],
};

function checkImport(option: string, drive: Drive, refuse: (complaint: string) => Error): void {
  if (newDiskOrder(drive, true)?.gib !== 0)
    throw refuse("'import-from' requires special syntax - use <storage ID>:0,import-from=<source>");
  const missing = NEEDED[option]?.find((name) => drive[name] === undefined);
  if (missing !== undefined) throw refuse(`need to specify '${missing}' when using 'import-from'`);
}

function isStrayPath(file: string): boolean {
  return !/^(?:cdrom|none)$|^\/dev\/.+|^[^:]+:.+$|^\d+$/.test(file);
}

function checkVolume(host: Host, drive: Drive, refuse: (complaint: string) => Error): void {
  const id = parseVolumeId(drive["file"] ?? "");
  if (!id || newDiskOrder(drive, true) || id.name === "cloudinit") return;
  checkVolumeName(host.storage(id.storage), id.name);
  if (id.name.startsWith("iso/") && drive["media"] !== "cdrom")
    throw refuse("explicit 'media=cdrom' is required for iso images");
}
