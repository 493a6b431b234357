import type { Storage } from "./storage";

/** What asks for the size of a disk that is not there says: ZFS, LVM, or nothing but that there is none. */
export function missingVolume({ isFileBased, type }: Storage, name: string): string | undefined {
  if (/^zfs/.test(type)) {
    return `zfs error: cannot open 'rpool/data/${name.replace(/^.*\//, "")}': dataset does not exist`;
  }
  if (isFileBased || !/^lvm/.test(type)) return undefined;
  const options = "--separator : --noheadings --units b --unbuffered --nosuffix --options lv_size";
  return `command '/sbin/lvs ${options} /dev/pve/${name}' failed: exit code 5`;
}
