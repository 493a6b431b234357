import type { FileTree } from "../disk/file-tree";
import type { CloudImage } from "../image/cloud-image";
import { freshDisk } from "../image/fresh-disk";
import { archiveVersion } from "../packages/archive";
import { DpkgDatabase } from "../packages/dpkg-database";
import { programsOnImage } from "../packages/program-packages";

/** A boot disk: lives through power cycles, dies with its identity. */
export interface Disk {
  readonly tree: FileTree;
  readonly layout: RootLayout;
  readonly image: CloudImage;
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

  open(diskId: string, image: CloudImage): Disk {
    const disk = this.disks.get(diskId) ?? this.freshCopy(image);
    this.disks.set(diskId, disk);
    return disk;
  }

  forget(diskId: string): void {
    this.disks.delete(diskId);
  }

  private freshCopy(image: CloudImage): Disk {
    return { tree: this.treeOf(image), image, layout: { partitionGiB: 0, fileSystemGiB: 0 }, boots: 0 };
  }

  private treeOf(image: CloudImage): FileTree {
    const { archive, packages } = image;
    const tree = freshDisk(image, programsOnImage(this.programs, packages));
    new DpkgDatabase(tree).record(new Map(packages.map((name) => [name, archiveVersion(archive, name)])));
    return tree;
  }
}
