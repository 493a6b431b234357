import type { Config } from "./config";

/** Talos' images are 1.25 GiB and grow on first boot (talos pkg/imager/profile: MinRAWDiskSize); extensions need some more. */
const TALOS_DISK_GIB = 4;

/** Virtual size of what machines are cloned from: the least a disk can be. */
export function imageDiskGiB({ template }: Config): number {
  return template.image?.diskGiB ?? TALOS_DISK_GIB;
}
