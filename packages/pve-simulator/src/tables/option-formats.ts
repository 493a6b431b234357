import { bool, formatted, integer, matching, number, oneOf, optional, type PropertyFormat } from "../schema/parameter";
import { reportedModels } from "./cpu-types";

/** Keys of the property strings of a VM's options that are no devices. */

export const ranges = /\d+(?:-\d+)?(?:;\d+(?:-\d+)?)*/;

export const agentFormat: PropertyFormat = {
  enabled: { ...bool, defaultKey: true },
  "freeze-fs-on-backup": optional(bool),
  fstrim_cloned_disks: optional(bool),
  type: optional(oneOf("virtio", "isa")),
};

export const machineFormat: PropertyFormat = {
  type: {
    ...matching(
      /pc|pc(-i440fx)?-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|q35|pc-q35-\d+(\.\d+)+(\+pve\d+)?(\.pxe)?|virt(?:-\d+(\.\d+)+)?(\+pve\d+)?/,
    ),
    maxLength: 40,
    optional: true,
    defaultKey: true,
  },
  "aw-bits": optional(number(32, 64)),
  "enable-s3": optional(bool),
  "enable-s4": optional(bool),
  viommu: optional(oneOf("intel", "virtio")),
};

export const memoryFormat: PropertyFormat = { current: { ...integer(16), defaultKey: true } };

export const numaFormat: PropertyFormat = {
  cpus: matching(ranges),
  hostnodes: optional(matching(ranges)),
  memory: optional(number()),
  policy: optional(oneOf("preferred", "bind", "interleave")),
};

export const ivshmemFormat: PropertyFormat = { name: optional(matching(/[a-zA-Z0-9-]+/)), size: integer(1) };

export const spiceFormat: PropertyFormat = {
  foldersharing: optional(bool),
  videostreaming: optional(oneOf("off", "all", "filter")),
};

export const bootFormat: PropertyFormat = {
  legacy: { ...matching(/[acdn]{1,4}/), optional: true, defaultKey: true },
  order: optional(formatted("pve-qm-bootdev-list")),
};

export const cpuFormat: PropertyFormat = {
  cputype: { ...matching(/[a-zA-Z0-9\-_.]+/), optional: true, defaultKey: true },
  flags: optional(matching(/[+-][a-zA-Z0-9\-_.]+(?:;[+-][a-zA-Z0-9\-_.]+)*/)),
  hidden: optional(bool),
  "hv-vendor-id": optional(matching(/[a-zA-Z0-9]{1,12}/)),
  "guest-phys-bits": optional(integer(32, 64)),
  "phys-bits": optional(formatted("pve-phys-bits")),
  "reported-model": optional(oneOf(...reportedModels)),
};

const snippet = optional(formatted("pve-volume-id"));

export const cicustomFormat: PropertyFormat = { meta: snippet, network: snippet, user: snippet, vendor: snippet };

export const ipconfigFormat: PropertyFormat = {
  gw: optional({ ...formatted("ipv4"), requires: "ip" }),
  gw6: optional({ ...formatted("ipv6"), requires: "ip6" }),
  ip: optional(formatted("pve-ipv4-config")),
  ip6: optional(formatted("pve-ipv6-config")),
};

const base64OrText = optional(matching(/[A-Za-z0-9+/]+={0,2}/));

export const smbiosFormat: PropertyFormat = {
  uuid: optional(matching(/[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}/)),
  base64: optional(bool),
  family: base64OrText,
  manufacturer: base64OrText,
  product: base64OrText,
  serial: base64OrText,
  sku: base64OrText,
  version: base64OrText,
};

export const rngFormat: PropertyFormat = {
  source: { ...oneOf("/dev/urandom", "/dev/random", "/dev/hwrng"), defaultKey: true },
  max_bytes: optional(integer()),
  period: optional(integer()),
};

export const sevFormat: PropertyFormat = {
  type: { ...oneOf("std", "es", "snp"), defaultKey: true },
  "allow-smt": optional(bool),
  "kernel-hashes": optional(bool),
  "no-debug": optional(bool),
  "no-key-sharing": optional(bool),
};

export const tdxFormat: PropertyFormat = {
  type: { ...oneOf("tdx"), defaultKey: true },
  attestation: bool,
  "vsock-cid": optional(integer(2)),
  "vsock-port": optional(integer(0)),
};
