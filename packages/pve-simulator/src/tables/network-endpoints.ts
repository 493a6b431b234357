import { bool, formatted, integer, oneOf, optional, text, type ParameterTable } from "../schema/parameter";
import { pathParameters } from "./path-parameters";

/** What the endpoints of a node's network configuration take. */

const kinds = [
  "bridge",
  "bond",
  "eth",
  "alias",
  "vlan",
  "fabric",
  "OVSBridge",
  "OVSBond",
  "OVSPort",
  "OVSIntPort",
  "vnet",
];
const bondModes = [
  "balance-rr",
  "active-backup",
  "balance-xor",
  "broadcast",
  "802.3ad",
  "balance-tlb",
  "balance-alb",
  "balance-slb",
  "lacp-balance-slb",
  "lacp-balance-tcp",
];
const iface = optional(formatted("pve-iface"));
const ifaces = optional(formatted("pve-iface-list"));

const options: ParameterTable = {
  address: optional({ ...formatted("ipv4"), requires: "netmask" }),
  address6: optional({ ...formatted("ipv6"), requires: "netmask6" }),
  autostart: optional(bool),
  "bond-primary": iface,
  bond_mode: optional(oneOf(...bondModes)),
  bond_xmit_hash_policy: optional(oneOf("layer2", "layer2+3", "layer3+4")),
  bridge_ports: ifaces,
  bridge_vids: optional(formatted("pve-vlan-id-or-range-list")),
  bridge_vlan_aware: optional(bool),
  cidr: optional(formatted("CIDRv4")),
  cidr6: optional(formatted("CIDRv6")),
  comments: optional(text),
  comments6: optional(text),
  gateway: optional(formatted("ipv4")),
  gateway6: optional(formatted("ipv6")),
  mtu: optional(integer(1280, 65520)),
  netmask: optional({ ...formatted("ipv4mask"), requires: "address" }),
  netmask6: optional({ ...integer(0, 128), requires: "address6" }),
  ovs_bonds: ifaces,
  ovs_bridge: iface,
  ovs_options: optional({ ...text, maxLength: 1024 }),
  ovs_ports: ifaces,
  ovs_tag: optional(integer(1, 4094)),
  slaves: ifaces,
  type: oneOf(...kinds, "unknown"),
  "vlan-id": optional(integer(1, 4094)),
  "vlan-raw-device": iface,
};

export const list: ParameterTable = {
  type: optional(oneOf(...kinds, "any_bridge", "any_local_bridge", "include_sdn")),
};
export const create: ParameterTable = { ...options, iface: pathParameters.iface };
export const change: ParameterTable = { ...options, delete: optional(formatted("pve-configid-list")) };
export const reload: ParameterTable = { "regenerate-frr": optional(bool) };
