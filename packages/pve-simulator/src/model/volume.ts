import type { Sums } from "./sums";
import type { Actor } from "./actor";

/** A disk image or a file on a storage of a host. */
export interface Volume {
  readonly storage: string;
  /** After the colon of the volume id: `vm-1001-disk-0`, `iso/debian.iso`, `90001/base-90001-disk-0.raw`. */
  name: string;
  readonly content: VolumeContent;
  readonly format: string;
  sizeBytes: number;
  /** The VM that owns a disk image. */
  readonly vmId?: number;
  /** Identity for ever: a name may be given again, this is not. */
  readonly diskId: string;
  /** URL of the image the data descends from. */
  readonly image?: string;
  /** Virtual size of a disk image file. */
  readonly diskGiB?: number;
  /** Of a downloaded file. */
  readonly sums?: Sums;
  /** What a snippet says. */
  bytes?: Uint8Array;
  /** Base volume of a linked clone. */
  readonly parent?: Volume;
  /** Oldest first. */
  snapshots?: { readonly name: string; readonly sizeBytes: number }[];
  readonly ctime: number;
  /** Set by the storage it is put on. */
  maker?: Actor;
}

export type VolumeContent = "images" | "iso" | "import" | "snippets" | "vztmpl";

export function volumeId(volume: Volume): string {
  return `${volume.storage}:${volume.name}`;
}

/** `local-zfs:vm-1-disk-0` in two parts; undefined for `none`, `cdrom` and absolute paths. */
export function parseVolumeId(id: string): { readonly storage: string; readonly name: string } | undefined {
  const at = id.indexOf(":");
  return at > 0 && !id.startsWith("/") ? { storage: id.slice(0, at), name: id.slice(at + 1) } : undefined;
}
