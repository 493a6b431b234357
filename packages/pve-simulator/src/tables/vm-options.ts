import {
  bool,
  formatted,
  integer,
  matching,
  number,
  oneOf,
  optional,
  text,
  type ParameterTable,
  type PropertyFormat,
  type Scalar,
} from "../schema/parameter";
import { cpuComplaint } from "./cpu-types";
import * as device from "./device-formats";
import * as drive from "./drive-formats";
import * as option from "./option-formats";

/** The options of a virtual machine, as both its creation and its configuration take them. */

function several(count: number, format: PropertyFormat): Scalar {
  return { ...formatted(format), optional: true, count };
}

const keyboards =
  "de de-ch da en-gb en-us es fi fr fr-be fr-ca fr-ch hu is it ja lt mk nl no pl pt pt-br sv sl tr".split(" ");
const osTypes = "other wxp w2k w2k3 w2k8 wvista win7 win8 win10 win11 l24 l26 solaris".split(" ");
const lockNames = "backup clone create migrate rollback snapshot snapshot-delete suspending suspended".split(" ");
const scsiControllers = "lsi lsi53c810 virtio-scsi-pci virtio-scsi-single megasas pvscsi".split(" ");

export const driveOptions: Readonly<Record<string, Scalar>> = {
  efidisk0: optional(formatted(drive.efiDiskFormat)),
  "ide[n]": several(4, drive.ideFormat),
  "sata[n]": several(6, drive.sataFormat),
  "scsi[n]": several(31, drive.scsiFormat),
  tpmstate0: optional(formatted(drive.tpmStateFormat)),
  "unused[n]": several(256, drive.unusedFormat),
  "virtio[n]": several(16, drive.virtioFormat),
};

const cloudInitOptions: ParameterTable = {
  cicustom: optional(formatted(option.cicustomFormat)),
  cipassword: optional(text),
  citype: optional(oneOf("configdrive2", "nocloud", "opennebula")),
  ciupgrade: optional(bool),
  ciuser: optional(text),
  "ipconfig[n]": several(32, option.ipconfigFormat),
  nameserver: optional(formatted("address-list")),
  searchdomain: optional(text),
  sshkeys: optional(formatted("urlencoded")),
};

const deviceOptions: ParameterTable = {
  audio0: optional(formatted(device.audioFormat)),
  "hostpci[n]": several(16, device.hostpciFormat),
  ivshmem: optional(formatted(option.ivshmemFormat)),
  "net[n]": several(32, device.netFormat),
  "numa[n]": several(8, option.numaFormat),
  "parallel[n]": { ...matching(/\/dev\/parport\d+|\/dev\/usb\/lp\d+/), optional: true, count: 3 },
  rng0: optional(formatted(option.rngFormat)),
  "serial[n]": { ...matching(/\/dev\/.+|socket/), optional: true, count: 4 },
  spice_enhancements: optional(formatted(option.spiceFormat)),
  "usb[n]": several(14, device.usbFormat),
  vga: optional(formatted(device.vgaFormat)),
  "virtiofs[n]": several(10, device.virtiofsFormat),
  watchdog: optional(formatted(device.watchdogFormat)),
};

const sizeOptions: ParameterTable = {
  affinity: optional(formatted("pve-cpuset")),
  "allow-ksm": optional(bool),
  balloon: optional(integer(0)),
  cores: optional(integer(1)),
  cpu: optional({ ...formatted(option.cpuFormat), also: cpuComplaint }),
  cpulimit: optional(number(0, 128)),
  cpuunits: optional(integer(1, 262144)),
  hugepages: optional(oneOf("any", "2", "1024")),
  keephugepages: optional(bool),
  memory: optional(formatted(option.memoryFormat)),
  numa: optional(bool),
  shares: optional(integer(0, 50000)),
  smp: optional(integer(1)),
  sockets: optional(integer(1)),
  vcpus: optional(integer(1)),
};

const generalOptions: ParameterTable = {
  acpi: optional(bool),
  agent: optional(formatted(option.agentFormat)),
  "amd-sev": optional(formatted(option.sevFormat)),
  arch: optional(oneOf("x86_64", "aarch64")),
  args: optional(text),
  autostart: optional(bool),
  bios: optional(oneOf("seabios", "ovmf")),
  boot: optional(formatted(option.bootFormat)),
  bootdisk: optional(formatted("pve-qm-bootdisk")),
  cdrom: optional(formatted(drive.ideFormat)),
  description: optional({ ...text, maxLength: 8192 }),
  freeze: optional(bool),
  hookscript: optional(formatted("pve-volume-id")),
  hotplug: optional(formatted("pve-hotplug-features")),
  "intel-tdx": optional(formatted(option.tdxFormat)),
  keyboard: optional(oneOf(...keyboards)),
  kvm: optional(bool),
  localtime: optional(bool),
  lock: optional(oneOf(...lockNames)),
  machine: optional(formatted(option.machineFormat)),
  migrate_downtime: optional(number(0)),
  migrate_speed: optional(integer(0)),
  name: optional(formatted("dns-name")),
  onboot: optional(bool),
  ostype: optional(oneOf(...osTypes)),
  protection: optional(bool),
  reboot: optional(bool),
  scsihw: optional(oneOf(...scsiControllers)),
  smbios1: optional({ ...formatted(option.smbiosFormat), maxLength: 512 }),
  startdate: optional(matching(/now|\d{4}-\d{1,2}-\d{1,2}(T\d{1,2}:\d{1,2}:\d{1,2})?/)),
  startup: optional(formatted("pve-startup-order")),
  tablet: optional(bool),
  tags: optional(formatted("pve-tag-list")),
  tdf: optional(bool),
  template: optional(bool),
  vmgenid: optional(matching(/[a-fA-F0-9]{8}(?:-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}|[01]/)),
  vmstatestorage: optional(formatted("pve-storage-id")),
};

export const vmOptions: ParameterTable = {
  ...driveOptions,
  ...cloudInitOptions,
  ...deviceOptions,
  ...sizeOptions,
  ...generalOptions,
};
