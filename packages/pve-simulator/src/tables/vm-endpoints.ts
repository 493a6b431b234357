import {
  bool,
  formatted,
  integer,
  matching,
  oneOf,
  optional,
  text,
  type ParameterTable,
  type Scalar,
} from "../schema/parameter";
import { machineFormat } from "./option-formats";
import { vmId } from "./path-parameters";
import { driveOptions, vmOptions } from "./vm-options";

/** What the endpoints below /nodes/{node}/qemu take. */

const skiplock = optional(bool);
const digest: Scalar = { ...text, maxLength: 40, optional: true };
const imageFormats = oneOf("raw", "qcow2", "vmdk");
const storage = formatted("pve-storage-id");
const timeout = optional(integer(0));

function driveNames(withUnused: boolean): Scalar {
  const names = Object.entries(driveOptions).flatMap(([name, { count = 1 }]) =>
    name.endsWith("[n]") ? Array.from({ length: count }, (_, i) => name.replace("[n]", String(i))) : [name],
  );
  return oneOf(...names.filter((name) => withUnused || !name.startsWith("unused")));
}

export const create: ParameterTable = {
  ...vmOptions,
  vmid: vmId,
  archive: optional({ ...text, maxLength: 255 }),
  bwlimit: optional(integer(0)),
  force: optional({ ...bool, requires: "archive" }),
  "ha-managed": optional(bool),
  "import-working-storage": optional(storage),
  "live-restore": optional(bool),
  pool: optional(formatted("pve-poolid")),
  start: optional(bool),
  storage: optional(storage),
  unique: optional({ ...bool, requires: "archive" }),
};

export const change: ParameterTable = {
  ...vmOptions,
  delete: optional(formatted("pve-configid-list")),
  digest,
  force: optional({ ...bool, requires: "delete" }),
  revert: optional(formatted("pve-configid-list")),
  skiplock,
};

export const changeInBackground: ParameterTable = {
  ...change,
  background_delay: optional(integer(1, 30)),
  "import-working-storage": optional(storage),
};

export const readConfig: ParameterTable = {
  current: optional(bool),
  snapshot: optional({ ...formatted("pve-configid"), maxLength: 40 }),
};

export const clone: ParameterTable = {
  newid: vmId,
  bwlimit: optional(integer(0)),
  description: optional(text),
  format: optional(imageFormats),
  full: optional(bool),
  name: optional(formatted("dns-name")),
  pool: optional(formatted("pve-poolid")),
  snapname: optional({ ...formatted("pve-configid"), maxLength: 40 }),
  storage: optional(storage),
  target: optional(formatted("pve-node")),
};

export const resize: ParameterTable = {
  disk: driveNames(false),
  size: matching(/\+?\d+(\.\d+)?[KMGT]?/),
  digest,
  skiplock,
};

export const move: ParameterTable = {
  disk: driveNames(true),
  bwlimit: optional(integer(0)),
  delete: optional(bool),
  digest,
  format: optional(imageFormats),
  storage: optional(storage),
  "target-digest": digest,
  "target-disk": optional(driveNames(true)),
  "target-vmid": optional(vmId),
};

export const migrate: ParameterTable = {
  target: formatted("pve-node"),
  bwlimit: optional(integer(0)),
  force: optional(bool),
  migration_network: optional(formatted("CIDR")),
  migration_type: optional(oneOf("secure", "insecure")),
  online: optional(bool),
  targetstorage: optional(formatted("storage-pair-list")),
  "with-conntrack-state": optional(bool),
  "with-local-disks": optional(bool),
};

export const template: ParameterTable = { disk: optional(driveNames(false)) };

export const destroy: ParameterTable = {
  "destroy-unreferenced-disks": optional(bool),
  purge: optional(bool),
  skiplock,
};

export const start: ParameterTable = {
  "force-cpu": optional(text),
  machine: optional(formatted(machineFormat)),
  migratedfrom: optional(formatted("pve-node")),
  migration_network: optional(formatted("CIDR")),
  migration_type: optional(oneOf("secure", "insecure")),
  "nets-host-mtu": optional(matching(/net\d+=\d+(,net\d+=\d+)*/)),
  skiplock,
  stateuri: optional({ ...text, maxLength: 128 }),
  targetstorage: optional(formatted("storage-pair-list")),
  timeout,
  "with-conntrack-state": optional(bool),
};

export const stop: ParameterTable = {
  keepActive: optional(bool),
  migratedfrom: optional(formatted("pve-node")),
  "overrule-shutdown": optional(bool),
  skiplock,
  timeout,
};

export const shutdown: ParameterTable = { forceStop: optional(bool), keepActive: optional(bool), skiplock, timeout };

export const reboot: ParameterTable = { timeout };

export const list: ParameterTable = { full: optional(bool) };

export const none: ParameterTable = {};
export const dump: ParameterTable = { type: oneOf("user", "network", "meta") };
