import { formatted, integer, matching, text } from "../schema/parameter";

/** A VM's number, wherever it is asked for. */
export const vmId = { ...integer(100, 999999999), format: "pve-vmid" } as const;

/** Parameters that stand in paths. */
export const pathParameters = {
  group: formatted("pve-configid"),
  id: formatted("pve-configid"),
  iface: { ...formatted("pve-iface"), minLength: 2, maxLength: 20 },
  node: formatted("pve-node"),
  poolid: formatted("pve-poolid"),
  snapname: { ...formatted("pve-configid"), maxLength: 40 },
  rule: formatted("pve-configid"),
  roleid: formatted("pve-roleid"),
  sid: formatted("pve-ha-resource-or-vm-id"),
  storage: formatted("pve-storage-id"),
  tokenid: matching(/[A-Za-z][A-Za-z0-9.\-_]+/),
  upid: text,
  userid: { ...formatted("pve-userid"), maxLength: 64 },
  vmid: vmId,
  volume: text,
} as const;
