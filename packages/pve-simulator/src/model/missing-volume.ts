import { failure } from "../errors";
import { findVolume } from "./find-volume";
import type { Host } from "./host";
import type { Storage } from "./storage";
import { parseVolumeId, type Volume } from "./volume";

/** What asks for the size of a disk that is not there says: ZFS, LVM, or nothing but that there is none. */
export function missingVolume({ isFileBased, type }: Storage, name: string): string | undefined {
  if (/^zfs/.test(type)) {
    return `zfs error: cannot open 'rpool/data/${name.replace(/^.*\//, "")}': dataset does not exist`;
  }
  if (isFileBased || !/^lvm/.test(type)) return undefined;
  const options = "--separator : --noheadings --units b --unbuffered --nosuffix --options lv_size";
  return `command '/sbin/lvs ${options} /dev/pve/${name}' failed: exit code 5`;
}

/** The volume whose size is asked for; of one that is not there its storage complains, or `otherwise` is said. */
export function sizedVolume(host: Host, file: string, otherwise: string): Volume {
  const volume = findVolume(host, file);
  if (volume) return volume;
  const id = parseVolumeId(file);
  throw failure((id && missingVolume(host.storage(id.storage), id.name)) ?? otherwise);
}
