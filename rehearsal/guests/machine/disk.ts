import { ubuntuNoble } from "../image/ubuntu-noble";
import type { FileTree } from "../disk/file-tree";

/** A boot disk: lives through power cycles, dies with its identity. */
export interface Disk {
  readonly tree: FileTree;
  boots: number;
}

/** Disks by the identity the hypervisor gives them; an unknown one is a fresh copy of the image. */
export class Disks {
  private readonly disks = new Map<string, Disk>();
  private readonly programs: readonly string[];

  constructor(programs: readonly string[]) {
    this.programs = programs;
  }

  open(diskId: string): Disk {
    const disk = this.disks.get(diskId) ?? { tree: ubuntuNoble(this.programs), boots: 0 };
    this.disks.set(diskId, disk);
    return disk;
  }

  forget(diskId: string): void {
    this.disks.delete(diskId);
  }
}
