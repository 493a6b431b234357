import { bool, formatted, integer, matching, number, oneOf, optional, type PropertyFormat } from "../schema/parameter";
import { ranges } from "./option-formats";

/** Keys of the property strings of a VM's devices other than drives. */

const nicModels = [
  "e1000",
  "e1000-82540em",
  "e1000-82544gc",
  "e1000-82545em",
  "e1000e",
  "i82551",
  "i82557b",
  "i82559er",
  "ne2k_isa",
  "ne2k_pci",
  "pcnet",
  "rtl8139",
  "virtio",
  "vmxnet3",
];

export const netFormat: PropertyFormat = {
  model: { ...oneOf(...nicModels), defaultKey: true },
  macaddr: optional(formatted("mac-addr")),
  ...Object.fromEntries(nicModels.map((model) => [model, { alias: "macaddr", keyAlias: "model" }])),
  bridge: optional(formatted("pve-bridge-id")),
  firewall: optional(bool),
  link_down: optional(bool),
  mtu: optional(integer(1, 65520)),
  queues: optional(integer(0, 64)),
  rate: optional(number(0)),
  tag: optional(integer(1, 4094)),
  trunks: optional(matching(ranges)),
};

export const audioFormat: PropertyFormat = {
  device: oneOf("ich9-intel-hda", "intel-hda", "AC97"),
  driver: optional(oneOf("spice", "none")),
};

export const usbFormat: PropertyFormat = {
  host: {
    ...matching(/(?:0x)?[0-9A-Fa-f]{4}:(?:0x)?[0-9A-Fa-f]{4}|\d+-\d+(?:\.\d+)*|[Ss][Pp][Ii][Cc][Ee]/),
    optional: true,
    defaultKey: true,
  },
  mapping: optional(formatted("pve-configid")),
  usb3: optional(bool),
};

export const vgaFormat: PropertyFormat = {
  type: {
    ...oneOf(
      ...["cirrus", "qxl", "qxl2", "qxl3", "qxl4", "none", "serial0", "serial1", "serial2", "serial3", "std", "virtio"],
      ...["virtio-gl", "vmware"],
    ),
    optional: true,
    defaultKey: true,
  },
  clipboard: optional(oneOf("vnc")),
  memory: optional(integer(4, 512)),
};

export const virtiofsFormat: PropertyFormat = {
  dirid: { ...formatted("pve-configid"), defaultKey: true },
  cache: optional(oneOf("auto", "always", "metadata", "never")),
  "direct-io": optional(bool),
  "expose-acl": optional(bool),
  "expose-xattr": optional(bool),
};

/** A PCI address, with or without domain and function. */
const pciAddress = /(?:[a-f0-9]{4,}:)?[a-f0-9]{2}:[a-f0-9]{2}(?:\.[a-f0-9])?/;
const pciId = optional(matching(/0x[0-9a-fA-F]{4}/));

export const hostpciFormat: PropertyFormat = {
  host: { ...matching(new RegExp(`${pciAddress.source}(?:;${pciAddress.source})*`)), optional: true, defaultKey: true },
  mapping: optional(formatted("pve-configid")),
  "device-id": pciId,
  driver: optional(oneOf("vfio", "keep")),
  "legacy-igd": optional(bool),
  mdev: optional(matching(/[^/.:]+/)),
  pcie: optional(bool),
  rombar: optional(bool),
  romfile: optional(matching(/[^,;]+/)),
  "sub-device-id": pciId,
  "sub-vendor-id": pciId,
  "vendor-id": pciId,
  "x-vga": optional(bool),
};

export const watchdogFormat: PropertyFormat = {
  model: { ...oneOf("i6300esb", "ib700"), optional: true, defaultKey: true },
  action: optional(oneOf("reset", "shutdown", "poweroff", "pause", "debug", "none")),
};
