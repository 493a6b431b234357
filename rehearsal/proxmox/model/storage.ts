import type { Clock } from "../../clock";
import type { HostSpec } from "../../world-spec";
import { failure } from "../errors";
import { GiB, MiB } from "../schema/size";
import { Bandwidth } from "./bandwidth";
import { currentActor } from "./actor";
import { type Volume, type VolumeContent, volumeId } from "./volume";

type StorageSpec = HostSpec["storages"][string];

/** Where PVE keeps each kind of file below a directory storage's path. */
const directories: Readonly<Record<Exclude<VolumeContent, "images">, string>> = {
  iso: "template/iso",
  vztmpl: "template/cache",
  import: "import",
  snippets: "snippets",
};

/** One storage of one host: its volumes and what room is left. */
export class Storage {
  readonly id: string;
  readonly type: StorageSpec["type"];
  readonly content: readonly string[];
  readonly capacityBytes: number;
  readonly bandwidth: Bandwidth;
  private readonly volumes = new Map<string, Volume>();

  constructor(id: string, spec: StorageSpec, clock: Clock, msPerGiB: number) {
    this.id = id;
    this.type = spec.type;
    this.content = spec.content;
    this.capacityBytes = spec.capacityGiB * GiB;
    this.bandwidth = new Bandwidth(clock, msPerGiB);
  }

  /** Directory of a `dir` storage, where SSH finds its files; undefined for the others. */
  get path(): string | undefined {
    if (this.type !== "dir") return undefined;
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

  /** What a disk takes there: ZFS hands out whole MiB, LVM extents of 4 MiB (pve-storage, `alloc_image`). */
  rounded(bytes: number): number {
    const grain = this.type === "zfspool" ? MiB : this.type === "lvmthin" ? 4 * MiB : 1;
    return Math.ceil(bytes / grain) * grain;
  }

  requireContent(content: VolumeContent): void {
    if (this.content.includes(content)) return;
    throw failure(`storage '${this.id}' does not support content-type '${content}'`);
  }

  /** Absolute path of a file on a directory storage, or of a block device. */
  pathOf(volume: Volume): string {
    if (this.type === "lvmthin") return `/dev/pve/${volume.name}`;
    if (this.path === undefined) return `/dev/zvol/rpool/data/${volume.name.replace(/^.*\//, "")}`;
    if (volume.content === "images") return `${this.path}/images/${volume.name}`;
    return `${this.path}/${directories[volume.content]}/${volume.name.replace(/^[^/]*\//, "")}`;
  }

  private existsComplaint(volume: Volume): string {
    if (this.type === "zfspool") return `zfs error: cannot create 'rpool/data/${volume.name}': dataset already exists`;
    return this.type === "dir"
      ? `disk image '${this.pathOf(volume)}' already exists`
      : `lvcreate 'pve/${volume.name}' error: Logical Volume "${volume.name}" already exists in volume group "pve"`;
  }

  /** What the storage's own tools say when it is full; thin LVM promises more than it has. */
  private requireRoom(name: string, bytes: number, why: "create" | "grow"): void {
    if (this.type === "lvmthin" || this.usedBytes + bytes <= this.capacityBytes) return;
    if (this.type === "dir") throw failure(`unable to ${why} '${this.id}:${name}': No space left on device`);
    const dataset = `rpool/data/${name.replace(/^.*\//, "")}`;
    throw failure(
      why === "create"
        ? `zfs error: cannot create '${dataset}': out of space`
        : `zfs error: cannot set property for '${dataset}': size is greater than available space`,
    );
  }
}
