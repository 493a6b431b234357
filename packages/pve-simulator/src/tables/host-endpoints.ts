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
import { pciMapFormat } from "./mapping-formats";
import { vmId } from "./path-parameters";

/** What the endpoints of nodes, storages, mappings, networks and pools take. */

const storage = formatted("pve-storage-id");
const algorithms = oneOf("md5", "sha1", "sha224", "sha256", "sha384", "sha512");
const checksum: ParameterTable = {
  checksum: optional({ ...text, requires: "checksum-algorithm" }),
  "checksum-algorithm": optional({ ...algorithms, requires: "checksum" }),
};
const fileContent: Scalar = { ...oneOf("iso", "vztmpl", "import"), format: "pve-storage-content" };
const url = matching(/https?:\/\/.*/);
const verifyCertificates = optional(bool);

export const storageDefinitions: ParameterTable = {
  type: optional(
    oneOf(
      ...[
        "btrfs",
        "cephfs",
        "cifs",
        "dir",
        "esxi",
        "iscsi",
        "iscsidirect",
        "lvm",
        "lvmthin",
        "nfs",
        "pbs",
        "rbd",
        "zfs",
        "zfspool",
      ],
    ),
  ),
};

export const storages: ParameterTable = {
  content: optional(formatted("pve-storage-content-list")),
  enabled: optional(bool),
  format: optional(bool),
  storage: optional(storage),
  target: optional(formatted("pve-node")),
};

export const content: ParameterTable = { content: optional(formatted("pve-storage-content")), vmid: optional(vmId) };

export const allocate: ParameterTable = {
  filename: text,
  format: optional({ ...oneOf("raw", "qcow2", "subvol", "vmdk"), requires: "size" }),
  size: matching(/\d+[MG]?/),
  vmid: vmId,
};

export const removeVolume: ParameterTable = { delay: optional(integer(1, 30)) };

export const upload: ParameterTable = {
  ...checksum,
  content: fileContent,
  filename: { ...text, maxLength: 255 },
  tmpfilename: optional(matching(/\/var\/tmp\/pveupload-[0-9a-f]+/)),
};

export const download: ParameterTable = {
  ...checksum,
  compression: optional(text),
  content: fileContent,
  filename: { ...text, maxLength: 255 },
  url,
  "verify-certificates": verifyCertificates,
};

export const urlMetadata: ParameterTable = { url, "verify-certificates": verifyCertificates };

const configId = formatted("pve-configid");
const map = { type: "array", items: formatted(pciMapFormat) } as const;
const mappingOptions: ParameterTable = {
  description: optional({ ...text, maxLength: 4096 }),
  "live-migration-capable": optional(bool),
  mdev: optional(bool),
};

export const mappings: ParameterTable = { "check-node": optional(formatted("pve-node")) };
export const createMapping: ParameterTable = { ...mappingOptions, id: configId, map };
export const updateMapping: ParameterTable = {
  ...mappingOptions,
  delete: optional({ ...formatted("pve-configid-list"), maxLength: 4096 }),
  digest: optional({ ...text, maxLength: 64 }),
  map: optional(map),
};

const poolId = formatted("pve-poolid");
const memberTypes = oneOf("qemu", "lxc", "storage");

export const pools: ParameterTable = {
  poolid: optional(poolId),
  type: optional({ ...memberTypes, requires: "poolid" }),
};
export const pool: ParameterTable = { type: optional(memberTypes) };
export const createPool: ParameterTable = { poolid: poolId, comment: optional(text) };
export const changePool: ParameterTable = {
  "allow-move": optional(bool),
  comment: optional(text),
  delete: optional(bool),
  storage: optional(formatted("pve-storage-id-list")),
  vms: optional(formatted("pve-vmid-list")),
};
export const removePool: ParameterTable = { poolid: poolId };

export const resources: ParameterTable = { type: optional(oneOf("vm", "storage", "node", "sdn")) };
export const nextId: ParameterTable = { vmid: optional(vmId) };
export const permissions: ParameterTable = {
  path: optional(text),
  userid: optional(matching(/[^\s:/]+@[A-Za-z][A-Za-z0-9.\-_]+(?:![A-Za-z][A-Za-z0-9.\-_]+)?/)),
};
export const pci: ParameterTable = {
  "pci-class-blacklist": optional(formatted("string-list")),
  verbose: optional(bool),
};

export const tasks: ParameterTable = {
  errors: optional(bool),
  limit: optional(integer(0)),
  since: optional(integer()),
  source: optional(oneOf("archive", "active", "all")),
  start: optional(integer(0)),
  statusfilter: optional(formatted("pve-task-status-type-list")),
  typefilter: optional(text),
  until: optional(integer()),
  userfilter: optional(text),
  vmid: optional(vmId),
};
export const taskLog: ParameterTable = {
  download: optional(bool),
  limit: optional(integer(0)),
  start: optional(integer(0)),
};
