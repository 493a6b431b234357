import { failure } from "../errors";
import type { Storage } from "./storage";
import type { VolumeContent } from "./volume";

/** Names of volumes as each kind of storage reads them (pve-storage, `parse_volname`). */

const diskFormats = ["raw", "qcow2", "vmdk", "subvol"];
const diskFile = new RegExp(`^[^/\\s]+\\.(?:${diskFormats.join("|")})$`);
const ownDiskFile = new RegExp(`^(?:vm-|base-|subvol-)\\d+-[^/\\s]+\\.(?:${diskFormats.join("|")})$`);
const files = [
  /^iso\/[^/]+\.(?:iso|img)$/i,
  /^vztmpl\/[^/]+\.tar\.(?:gz|xz|zst)$/i,
  /^backup\/[^/]+\.(?:tgz|tar|tar\.gz|tar\.lzo|tar\.zst|vma|vma\.gz|vma\.lzo|vma\.zst)$/,
  /^snippets\/[^/]+$/,
  /^import\/[ -~]+\.(?:ova|ovf|qcow2|raw|vmdk)$/,
];

/** Refuses a name that the storage cannot read, in its words. */
export function checkVolumeName(storage: Storage, name: string): void {
  if (/^zfs/.test(storage.type)) {
    if (/^(?:(?:base|basevol)-\d+-\S+\/)?(?:base|basevol|vm|subvol)-\d+-\S+$/.test(name)) return;
    throw failure(`unable to parse zfs volume name '${name}'`);
  }
  if (storage.type === "rbd") {
    if (/^(?:base-\d+-\S+\/)?(?:base|vm)-\d+-\S+$/.test(name)) return;
    throw failure(`unable to parse rbd volume name '${name}'`);
  }
  if (/^lvm/.test(storage.type)) {
    if (!/^[a-z0-9][a-z0-9\-_.]*[a-z0-9]$/i.test(name)) throw failure(`lvm name '${name}' contains illegal characters`);
    if (/^(?:vm|base)-\d+-\S+$/.test(name)) return;
    throw failure(`unable to parse lvm volume name '${name}'`);
  }
  checkDirectoryName(name);
}

function checkDirectoryName(name: string): void {
  const disks = /^\d+\/(\S+)\/\d+\/(\S+)$/.exec(name) ?? /^\d+\/(\S+)$/.exec(name);
  if (disks) return disks.slice(1).forEach(checkDiskFile);
  if (!files.some((pattern) => pattern.test(name))) throw failure(`unable to parse directory volume name '${name}'`);
}

function checkDiskFile(name: string): void {
  if (ownDiskFile.test(name)) return;
  if (/^snap-.*\.qcow2$/.test(name)) throw failure(`'${name}' is a snapshot filename, not a volume!`);
  if (!diskFile.test(name)) throw failure(`unable to parse volume filename '${name}'`);
}

/** What a volume is by its name, whether it is there or not. */
export function contentNamed(name: string): VolumeContent | "backup" {
  return (/^(iso|vztmpl|backup|snippets|import)\//.exec(name)?.[1] as VolumeContent | undefined) ?? "images";
}

/** Whose a disk is by its name. */
export function ownerNamed(name: string): string | undefined {
  return contentNamed(name) === "images" ? /(?:vm|base|basevol|subvol)-(\d+)-[^/]*$/.exec(name)?.[1] : undefined;
}

/** Refuses a format or a name that the storage hands out no disk with (`alloc_image` of its plugin). */
export function checkNewDisk(storage: Storage, vmId: number, format: string, name: string | undefined): void {
  if (storage.isFileBased) {
    const file = name ?? `vm-${vmId}-disk-0.${format}`;
    checkDiskFile(file);
    const ending = file.replace(/^.*\./, "");
    if (ending !== format)
      throw failure(`illegal name '${file}' - wrong extension for format ('${ending} != '${format}')`);
    return;
  }
  // RBD asks nobody, and makes a raw image.
  if (format !== "raw" && storage.type !== "rbd") throw failure(unsupportedFormat(storage, format));
  if (name !== undefined && !name.startsWith(`vm-${vmId}-`)) {
    throw failure(`illegal name '${name}' - should be 'vm-${vmId}-*'`);
  }
}

/** What Perl adds where a message ends without a line of its own; the lines are those of pve-storage 9. */
const REFUSALS: Readonly<Record<string, string>> = {
  zfspool: "ZFSPoolPlugin.pm line 256",
  zfs: "ZFSPlugin.pm line 360",
  lvmthin: "LvmThinPlugin.pm line 101",
  lvm: "LVMPlugin.pm line 698",
};

function unsupportedFormat({ type }: Storage, format: string): string {
  const what =
    type === "lvm" && format === "qcow2"
      ? "snapshot-as-volume-chain option need to be enabled to use qcow2 format"
      : `unsupported format '${format}'`;
  return `${what} at /usr/share/perl5/PVE/Storage/${REFUSALS[type] ?? "Plugin.pm"}.`;
}
