import { failure } from "../errors";
import { parsePropertyString } from "../schema/property-string";
import { hostpciFormat, usbFormat } from "../tables/device-formats";
import { rngFormat } from "../tables/option-formats";
import { type Drive, isCdrom, isCloudInit, isDrive, readDrive } from "./drive";
import { parseNet } from "./network-device";
import type { Caller } from "./permissions";

/** Which privilege each option asks for (qemu-server, API2/Qemu.pm); what is in no list is for root@pam alone. */
const options: readonly (readonly [privilege: string, names: string])[] = [
  ["VM.Config.CPU", "cores cpu cpulimit cpuunits numa smp sockets vcpus"],
  ["VM.Config.Memory", "memory balloon shares allow-ksm"],
  ["VM.Config.HWType", "acpi hotplug kvm machine scsihw smbios1 tablet vga watchdog audio0 rng0"],
  [
    "VM.Config.Options",
    "agent autostart bios description keyboard localtime migrate_downtime migrate_speed name onboot ostype protection reboot startdate startup tdf template",
  ],
  ["VM.PowerMgmt", "freeze"],
  ["VM.Config.Disk", "boot bootdisk vmstatestorage"],
];
const privilegeOf = new Map(options.flatMap(([privilege, names]) => names.split(" ").map((name) => [name, privilege])));
const cloudInit = new Set("cicustom cipassword citype ciuser ciupgrade nameserver searchdomain sshkeys".split(" "));

/** Refuses options the caller may not touch; devices whose value matters are asked by `checkDeviceValue`. */
export function checkOptionNames(caller: Caller, vmId: number, names: readonly string[]): void {
  const path = `/vms/${vmId}`;
  for (const name of names) {
    if (
      isDrive(name) ||
      name === "cdrom" ||
      name === "tags" ||
      /^(?:unused|serial|usb|hostpci|virtiofs)\d+$/.test(name)
    )
      continue;
    const privilege = /^numa\d+$/.test(name) ? "VM.Config.CPU" : privilegeOf.get(name);
    if (privilege !== undefined) caller.check(path, privilege);
    else if (/^net\d+$/.test(name)) caller.check(path, "VM.Config.Network");
    else if (cloudInit.has(name) || /^ipconfig\d+$/.test(name))
      caller.checkAny(path, "VM.Config.Cloudinit", "VM.Config.Network");
    else throw failure(`only root can set '${name}' config`);
    if (name === "startup") caller.check("/", "Sys.Modify");
  }
}

/** What a request names besides devices: the storage of a saved state, then bridges by their NICs' names. */
export function checkGivenResource(caller: Caller, given: Readonly<Record<string, string>>): void {
  const { vmstatestorage } = given;
  if (vmstatestorage !== undefined) caller.check(`/storage/${vmstatestorage}`, "Datastore.AllocateSpace");
  const nics = Object.keys(given).filter((name) => /^net\d+$/.test(name));
  for (const name of nics.sort()) checkBridge(caller, given[name] as string);
}

/** Privileges that depend on a device's value: mapped or raw hardware, sockets, kinds of drives, bridges. */
export function checkDeviceValue(caller: Caller, vmId: number, name: string, value: string): void {
  const path = `/vms/${vmId}`;
  if (isDrive(name)) checkDrive(caller, path, readDrive(name, value));
  else if (name === "tags") caller.check(path, "VM.Config.Options");
  else if (/^serial\d+$/.test(name)) checkSerial(caller, path, name, value);
  else if (/^hostpci\d+$/.test(name)) checkHostPci(caller, path, name, value);
  else if (/^usb\d+$/.test(name)) checkUsb(caller, path, name, value);
  else if (/^net\d+$/.test(name)) checkBridge(caller, value);
  else if (name === "rng0") checkRandomness(caller, path, value);
}

/** The host's own generator of random numbers is a resource to be shared. */
function checkRandomness(caller: Caller, path: string, value: string): void {
  caller.check(path, "VM.Config.HWType");
  if (parsePropertyString(rngFormat, value)["source"] === "/dev/hwrng") caller.check("/mapping/hwrng", "Mapping.Use");
}

/** The mapped hardware and bridges of a VM that is to be cloned. */
export function checkCloneDevices(caller: Caller, config: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(config)) {
    if (/^net\d+$/.test(name)) checkBridge(caller, value);
    if (!/^hostpci\d+$/.test(name)) continue;
    const { host, mapping } = parsePropertyString(hostpciFormat, value);
    if (host !== undefined) throw failure(`only root can clone a VM with '${name}' config for non-mapped devices`);
    caller.check(`/mapping/pci/${mapping}`, "Mapping.Use");
  }
}

function checkDrive(caller: Caller, path: string, drive: Drive | undefined): void {
  if (!drive) return;
  if (isCloudInit(drive)) caller.check(path, "VM.Config.Cloudinit", "VM.Config.CDROM");
  else caller.check(path, isCdrom(drive) ? "VM.Config.CDROM" : "VM.Config.Disk");
}

/** Who makes a machine sets its ports, who has one modifies them. */
export function checkNewSerial(name: string, value: string): void {
  if (/^serial\d+$/.test(name) && value !== "socket")
    throw failure(`only root can set '${name}' config for real devices`);
}

function checkSerial(caller: Caller, path: string, name: string, value: string): void {
  if (value !== "socket") throw failure(`only root can modify '${name}' config for real devices`);
  caller.check(path, "VM.Config.HWType");
}

function checkHostPci(caller: Caller, path: string, name: string, value: string): void {
  const device = parsePropertyString(hostpciFormat, value);
  if (device["host"] !== undefined) throw failure(`only root can set '${name}' config for non-mapped devices`);
  if (device["mapping"] === undefined) throw failure("either 'host' or 'mapping' must be set.");
  caller.check(`/mapping/pci/${device["mapping"]}`, "Mapping.Use");
  caller.check(path, "VM.Config.HWType");
}

function checkUsb(caller: Caller, path: string, name: string, value: string): void {
  caller.check(path, "VM.Config.HWType");
  const device = parsePropertyString(usbFormat, value);
  if (device["mapping"] !== undefined) return caller.check(`/mapping/usb/${device["mapping"]}`, "Mapping.Use");
  if (device["host"] === undefined) throw failure("either 'host' or 'mapping' must be set.");
  if (!/^spice$/i.test(device["host"] ?? "")) throw failure(`only root can set '${name}' config for real devices`);
}

/** Since PVE 8 a bridge belongs to the zone `localnetwork`. */
function checkBridge(caller: Caller, value: string): void {
  const { bridge, tag, trunks } = parseNet(value);
  if (bridge === undefined) return;
  const path = `/sdn/zones/localnetwork/${bridge}`;
  if (tag !== undefined && tag !== "0") caller.check(`${path}/${tag}`, "SDN.Use");
  else if (trunks !== undefined) caller.check(`${path}/${/\d+/.exec(trunks)?.[0]}`, "SDN.Use");
  else caller.check(path, "SDN.Use");
}
