import type { StackConfig } from "../distributions/distribution";

/** Of an image that says no size (Talos': 1.25 GiB, and grows on first boot, pkg/imager/profile); extensions need some more. */
const DISK_GIB = 4;

/** Virtual size of what machines are cloned from: the least a disk can be. */
export function imageDiskGiB({ template }: StackConfig): number {
  return template.image?.diskGiB ?? DISK_GIB;
}
