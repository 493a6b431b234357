import type { Clock } from "../clock";
import type { HostSpec } from "../spec";
import { failure } from "../errors";
import { GiB, MiB } from "../schema/size";
import { Bandwidth } from "./bandwidth";
import { currentActor } from "./actor";
import { Locks } from "./locks";
import { type Volume, type VolumeContent, volumeId } from "./volume";

type StorageSpec = HostSpec["storages"][string];

/** Where PVE keeps each kind of file below a directory storage's path. */
const directories: Readonly<Record<Exclude<VolumeContent, "images">, string>> = {
  iso: "template/iso",
  vztmpl: "template/cache",
  import: "import",
  snippets: "snippets",
};

/** Kinds whose volumes are files below a path (pve-storage: `path` in the plugin's options). */
const FILE_BASED: readonly StorageSpec["type"][] = ["dir", "btrfs", "nfs", "cifs", "cephfs"];
/** Kinds that promise more than they have. */
const THIN: readonly StorageSpec["type"][] = ["lvmthin", "rbd"];

/** Formats of disks by kind of storage (pve-storage: `format` in the plugins' `plugindata`); raw is the one that is taken by itself. */
const FORMATS: Readonly<Record<StorageSpec["type"], readonly string[]>> = {
  dir: ["raw", "qcow2", "vmdk", "subvol"],
  nfs: ["raw", "qcow2", "vmdk"],
  cifs: ["raw", "qcow2", "vmdk"],
  cephfs: ["raw"],
  btrfs: ["raw", "subvol"],
  zfspool: ["raw", "subvol"],
  zfs: ["raw"],
  lvm: ["raw", "qcow2"],
  lvmthin: ["raw"],
  rbd: ["raw"],
};

/** A storage of one host, or one that several share: its volumes and free space. */
export class Storage {
  readonly id: string;
  readonly type: StorageSpec["type"];
  readonly isShared: boolean;
  readonly content: readonly string[];
  readonly capacityBytes: number;
  readonly bandwidth: Bandwidth;
  private readonly clusterLocks: Locks;
  private readonly volumes = new Map<string, Volume>();

  constructor(id: string, spec: StorageSpec, clock: Clock, msPerGiB: number) {
    this.id = id;
    this.type = spec.type;
    this.isShared = spec.isShared === true;
    this.content = spec.content;
    this.capacityBytes = spec.capacityGiB * GiB;
    this.bandwidth = new Bandwidth(clock, msPerGiB);
    this.clusterLocks = new Locks(clock);
  }

  /** Where its lock is taken: on the host, or for the whole cluster. */
  locks(ofHost: Locks): Locks {
    return this.isShared ? this.clusterLocks : ofHost;
  }

  get formats(): readonly string[] {
    return FORMATS[this.type];
  }

  get isFileBased(): boolean {
    return FILE_BASED.includes(this.type);
  }

  /** Disks of a template become base volumes; plain LVM leaves them as they are (`volume_has_feature`, template). */
  get makesBaseVolumes(): boolean {
    return this.type !== "lvm";
  }

  /** Whether a copy of a base volume has its name in front. */
  get namesParents(): boolean {
    return this.type !== "lvmthin";
  }

  /** Directory of a storage of files, where SSH finds them; undefined for the others. */
  get path(): string | undefined {
    if (!this.isFileBased) return undefined;
    return this.id === "local" ? "/var/lib/vz" : `/mnt/pve/${this.id}`;
  }

  get usedBytes(): number {
    let used = 0;
    for (const volume of this.volumes.values()) used += volume.sizeBytes;
    return used;
  }

  all(): readonly Volume[] {
    return [...this.volumes.values()];
  }

  find(name: string): Volume | undefined {
    return this.volumes.get(name);
  }

  get(name: string): Volume {
    const volume = this.find(name);
    if (!volume) throw failure(`volume '${this.id}:${name}' does not exist`);
    return volume;
  }

  add(volume: Volume): Volume {
    if (this.volumes.has(volume.name)) throw failure(this.existsComplaint(volume));
    this.requireRoom(volume.name, volume.sizeBytes, "create");
    volume.maker ??= currentActor();
    this.volumes.set(volume.name, volume);
    return volume;
  }

  remove(volume: Volume): void {
    if ([...this.volumes.values()].some((other) => other.parent === volume)) {
      throw failure(`base volume '${volumeId(volume)}' is still in use by linked cloned`);
    }
    this.volumes.delete(volume.name);
  }

  rename(volume: Volume, name: string): void {
    this.volumes.delete(volume.name);
    volume.name = name;
    this.volumes.set(name, volume);
  }

  resize(volume: Volume, bytes: number): void {
    this.requireRoom(volume.name, bytes - volume.sizeBytes, "grow");
    volume.sizeBytes = bytes;
  }

  /** What a disk takes there: ZFS and RBD hand out whole MiB, LVM extents of 4 MiB (pve-storage, `alloc_image`). */
  rounded(bytes: number): number {
    const grain = this.isFileBased ? 1 : /^lvm/.test(this.type) ? 4 * MiB : MiB;
    return Math.ceil(bytes / grain) * grain;
  }

  requireContent(content: VolumeContent): void {
    if (this.content.includes(content)) return;
    throw failure(`storage '${this.id}' does not support content-type '${content}'`);
  }

  /** Absolute path of a file, or of a block device. */
  pathOf(volume: Pick<Volume, "content" | "name">): string {
    if (this.path === undefined) return this.devicePath(volume.name.replace(/^.*\//, ""));
    if (volume.content !== "images")
      return `${this.path}/${directories[volume.content]}/${volume.name.replace(/^[^/]*\//, "")}`;
    // Btrfs keeps a raw disk in a subvolume of its own (BTRFSPlugin, filesystem_path).
    const name = this.type === "btrfs" ? volume.name.replace(/\.raw$/, "/disk.raw") : volume.name;
    return `${this.path}/images/${name}`;
  }

  private devicePath(name: string): string {
    if (this.type === "rbd") return `rbd:${this.id}/${name}`;
    if (this.type === "zfs") return `iscsi://192.0.2.60/iqn.2003-01.org.linux-iscsi:${this.id}/${name}`;
    if (/^lvm/.test(this.type)) return `/dev/${this.volumeGroup}/${name}`;
    return `/dev/zvol/rpool/data/${name}`;
  }

  /** The installer's own is called `pve`. */
  get volumeGroup(): string {
    return this.type === "lvmthin" ? "pve" : this.id;
  }

  private existsComplaint(volume: Volume): string {
    if (this.isFileBased) return `disk image '${this.pathOf(volume)}' already exists`;
    if (/^zfs/.test(this.type)) {
      return `zfs error: cannot create 'rpool/data/${volume.name}': dataset already exists`;
    }
    if (this.type === "rbd") return `rbd create '${volume.name}' error: rbd: create error: (17) File exists`;
    const { volumeGroup: group } = this;
    return `lvcreate '${group}/${volume.name}' error: Logical Volume "${volume.name}" already exists in volume group "${group}"`;
  }

  /** What the storage's own tools say when it is full. */
  private requireRoom(name: string, bytes: number, why: "create" | "grow"): void {
    const free = this.capacityBytes - this.usedBytes;
    if (THIN.includes(this.type) || bytes <= free) return;
    if (this.isFileBased) throw failure(`unable to ${why} '${this.id}:${name}': No space left on device`);
    // Sizes in KiB (LVMPlugin, alloc_lvm_image).
    if (this.type === "lvm") throw failure(`not enough free space (${Math.floor(free / 1024)} < ${bytes / 1024})`);
    const dataset = `rpool/data/${name.replace(/^.*\//, "")}`;
    throw failure(
      why === "create"
        ? `zfs error: cannot create '${dataset}': out of space`
        : `zfs error: cannot set property for '${dataset}': size is greater than available space`,
    );
  }
}
