import { bool, formatted, integer, oneOf, optional, text, type ParameterTable } from "../schema/parameter";

/** What the endpoints below /cluster/ha take. */

const options: ParameterTable = {
  comment: optional({ ...text, maxLength: 4096 }),
  failback: optional(bool),
  group: optional(formatted("pve-configid")),
  max_relocate: optional(integer(0)),
  max_restart: optional(integer(0)),
  state: optional(oneOf("started", "stopped", "enabled", "disabled", "ignored")),
};
const type = optional(oneOf("ct", "vm"));

export const resources: ParameterTable = { type };
export const createResource: ParameterTable = { ...options, sid: formatted("pve-ha-resource-or-vm-id"), type };
export const updateResource: ParameterTable = {
  ...options,
  delete: optional({ ...formatted("pve-configid-list"), maxLength: 4096 }),
  digest: optional({ ...text, maxLength: 64 }),
};
export const removeResource: ParameterTable = { purge: optional(bool) };
export const move: ParameterTable = { node: formatted("pve-node") };

export const disarm: ParameterTable = { "resource-mode": oneOf("freeze", "ignore") };

const nodes = formatted("pve-ha-node-list");
const group = {
  comment: optional({ ...text, maxLength: 4096 }),
  nofailback: optional(bool),
  restricted: optional(bool),
};
const groupId = formatted("pve-configid");
const changes: ParameterTable = {
  delete: optional({ ...formatted("pve-configid-list"), maxLength: 4096 }),
  digest: optional({ ...text, maxLength: 64 }),
};
export const createGroup: ParameterTable = { ...group, group: groupId, nodes, type: optional(oneOf("group")) };
export const updateGroup: ParameterTable = { ...group, ...changes, nodes: optional(nodes) };

const ruleTypes = oneOf("node-affinity", "resource-affinity");
const rule = {
  affinity: optional(oneOf("positive", "negative")),
  comment: optional({ ...text, maxLength: 4096 }),
  disable: optional(bool),
  nodes: optional(nodes),
  strict: optional(bool),
};
const sids = formatted("pve-ha-resource-id-list");
export const rules: ParameterTable = { resource: optional(text), type: optional(ruleTypes) };
export const createRule: ParameterTable = { ...rule, resources: sids, rule: groupId, type: ruleTypes };
export const updateRule: ParameterTable = { ...rule, ...changes, resources: optional(sids), type: ruleTypes };
