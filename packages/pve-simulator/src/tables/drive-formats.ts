import { bool, formatted, integer, matching, number, oneOf, optional, type PropertyFormat } from "../schema/parameter";

/** Keys of a drive's property string (`scsi0`, `virtio0`, `ide2` …), by bus. */

const file: PropertyFormat = {
  file: { ...formatted("pve-volume-id-or-qm-path"), defaultKey: true },
  volume: { alias: "file" },
  size: optional(formatted("disk-size")),
  "import-from": optional(formatted("pve-volume-id-or-absolute-path")),
};

const imageFormat: PropertyFormat = { format: optional(oneOf("raw", "qcow", "qed", "qcow2", "vmdk", "cloop")) };

/** Limits of throughput: five megabyte rates as decimals, the rest as integers, burst lengths with an old alias. */
function throttling(): PropertyFormat {
  const keys: Record<string, PropertyFormat[string]> = {};
  for (const way of ["", "_rd", "_wr"]) {
    keys[`mbps${way}`] = optional(number());
    keys[`mbps${way}_max`] = optional(number());
    for (const rate of ["bps", "iops"]) {
      keys[`${rate}${way}`] = optional(integer());
      keys[`${rate}${way}_max_length`] = optional(integer(1));
      if (way !== "") keys[`${rate}${way}_length`] = { alias: `${rate}${way}_max_length` };
    }
    keys[`iops${way}_max`] = optional(integer());
  }
  return keys;
}

const common: PropertyFormat = {
  ...file,
  ...imageFormat,
  ...throttling(),
  aio: optional(oneOf("native", "threads", "io_uring")),
  backup: optional(bool),
  cache: optional(oneOf("none", "writethrough", "writeback", "unsafe", "directsync")),
  detect_zeroes: optional(bool),
  discard: optional(oneOf("ignore", "on")),
  media: optional(oneOf("cdrom", "disk")),
  replicate: optional(bool),
  rerror: optional(oneOf("ignore", "report", "stop")),
  serial: optional({ ...formatted("urlencoded"), maxLength: 60 }),
  shared: optional(bool),
  snapshot: optional(bool),
  werror: optional(oneOf("enospc", "ignore", "report", "stop")),
};

const worldWideName: PropertyFormat = { wwn: optional(matching(/0x[0-9a-fA-F]{16}/)) };
const solidState: PropertyFormat = { ssd: optional(bool) };
const threaded: PropertyFormat = { iothread: optional(bool), ro: optional(bool) };

export const ideFormat: PropertyFormat = {
  ...common,
  ...worldWideName,
  ...solidState,
  model: optional({ ...formatted("urlencoded"), maxLength: 120 }),
};

export const sataFormat: PropertyFormat = { ...common, ...worldWideName, ...solidState };

export const scsiFormat: PropertyFormat = {
  ...common,
  ...worldWideName,
  ...solidState,
  ...threaded,
  product: optional(matching(/[A-Za-z0-9\-_\s]{0,16}/)),
  queues: optional(integer(2)),
  scsiblock: optional(bool),
  vendor: optional(matching(/[A-Za-z0-9\-_\s]{0,8}/)),
};

export const virtioFormat: PropertyFormat = { ...common, ...threaded };

export const efiDiskFormat: PropertyFormat = {
  ...file,
  ...imageFormat,
  efitype: optional(oneOf("2m", "4m")),
  "ms-cert": optional(oneOf("2011", "2023", "2023w", "2023k")),
  "pre-enrolled-keys": optional(bool),
};

export const tpmStateFormat: PropertyFormat = {
  ...file,
  format: optional(oneOf("raw", "qcow2", "vmdk")),
  version: optional(oneOf("v1.2", "v2.0")),
};

export const unusedFormat: PropertyFormat = {
  file: { ...formatted("pve-volume-id"), defaultKey: true },
  volume: { alias: "file" },
};
