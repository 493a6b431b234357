import { rows, type Rows } from "../evidence";
import { disksFilled, kubeadmWorkerJoined } from "./first-boots";

/** What scripts ask of util-linux, cloud-guest-utils, e2fsprogs and xfsprogs when a disk grew. */
export const rootDisk: readonly Rows[] = [
  // On the disk of a first boot the root file system lies without a partition.
  rows(
    kubeadmWorkerJoined,
    "findmnt -n -o SOURCE /",
    "findmnt -n -o FSTYPE /",
    "lsblk -d -n -o PKNAME $root",
    "/dev/$disk",
  ),
  rows(
    disksFilled("grow a partition with exit status 0, find nothing to do with 1, and fail with 2"),
    "growpart $disk $number",
    "[ $status -le 1 ]",
  ),
  rows(disksFilled("grow ext4 to its device, and report nothing to do the second time"), "resize2fs $root"),
  rows(
    disksFilled("have the number of a partition from the kernel, and none of what is no partition"),
    "/sys/class/block/$root/partition",
  ),
  rows(disksFilled("grow xfs to its device while it is mounted, and change nothing the second time"), "xfs_growfs /"),
];
