import { ubuntuNoble } from "../image/ubuntu-noble";
import type { FileTree } from "../disk/file-tree";

/** A boot disk: lives through power cycles, dies with its identity. */
export interface Disk {
  readonly tree: FileTree;
  readonly layout: RootLayout;
  boots: number;
}

/** How far the root partition and its file system fill the disk, in GiB. A disk grows alone; cloud-init fills it at boot. */
export interface RootLayout {
  partitionGiB: number;
  fileSystemGiB: number;
}

/** Disks by the identity the hypervisor gives them; an unknown one is a fresh copy of the image. */
export class Disks {
  private readonly disks = new Map<string, Disk>();
  private readonly programs: readonly string[];

  constructor(programs: readonly string[]) {
    this.programs = programs;
  }

  open(diskId: string): Disk {
    const disk = this.disks.get(diskId) ?? freshCopy(this.programs);
    this.disks.set(diskId, disk);
    return disk;
  }

  forget(diskId: string): void {
    this.disks.delete(diskId);
  }
}

function freshCopy(programs: readonly string[]): Disk {
  return { tree: ubuntuNoble(programs), layout: { partitionGiB: 0, fileSystemGiB: 0 }, boots: 0 };
}
