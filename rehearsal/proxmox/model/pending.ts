import type { Datacenter } from "./datacenter";
import { findVolume, freeDisk } from "./disks";
import { isCdrom, isCloudInit, isDrive, parseDrive } from "./drive";
import { nicNames, nicOf, nicsOf, plugProblem } from "./nics";
import { parameterErrors } from "../errors";
import type { Vm } from "./vm";

/**
 * Which changes a running machine takes at once, as data (qemu-server, `vmconfig_hotplug_pending`, with PVE's
 * default `hotplug: network,disk,usb`). Everything else waits for the next start.
 */
const immediate = new Set(
  [
    "description hookscript lock migrate_downtime migrate_speed name onboot protection shares startup tags vmstatestorage",
    "cicustom cipassword citype ciuser ciupgrade nameserver searchdomain sshkeys",
    "cpuunits cpulimit balloon",
  ].flatMap((names) => names.split(" ")),
);

/** Drive options that QEMU cannot change while the disk is in use. */
const fixedWhileRunning = ["aio", "cache", "discard", "detect_zeroes", "iothread", "queues", "ro", "serial", "ssd"];

function isImmediate(vm: Vm, option: string, value: string | undefined): boolean {
  if (immediate.has(option) || /^(?:net|ipconfig|usb)\d+$/.test(option)) return true;
  if (!isDrive(option)) return false;
  return value === undefined ? /^(?:scsi|virtio)\d+$/.test(option) : drivePlugs(vm, option, value);
}

function drivePlugs(vm: Vm, option: string, value: string): boolean {
  const drive = parseDrive(option, value);
  const old = vm.config[option];
  if (old === undefined) return /^(?:scsi|virtio)\d+$/.test(option);
  const before = parseDrive(option, old);
  if (isCdrom(before) && isCdrom(drive)) return true;
  return before["file"] === drive["file"] && fixedWhileRunning.every((key) => before[key] === drive[key]);
}

/** Applies what can be applied now: everything when it is off, what hot-plugs when it runs. */
export function applyPending(datacenter: Datacenter, vm: Vm): void {
  const problems: Record<string, string> = {};
  const applies = (option: string, value?: string) => vm.running === undefined || isImmediate(vm, option, value);
  const nicsBefore = nicValues(vm);
  for (const [option, force] of [...vm.pendingDelete]) {
    if (!applies(option)) continue;
    if (vm.config[option] !== undefined) detach(datacenter, vm, option, force);
    delete vm.config[option];
    vm.pendingDelete.delete(option);
  }
  for (const [option, value] of Object.entries(vm.pending)) {
    if (!applies(option, value)) continue;
    const problem = vm.running && /^net\d+$/.test(option) ? plugProblem(vm.host, nicOf(vm, option, value)) : undefined;
    if (problem) {
      problems[option] = `hotplug problem - ${problem.words}`;
      continue;
    }
    replaceDrive(vm, option, value);
    vm.config[option] = value;
    delete vm.pending[option];
  }
  plugChanged(datacenter, vm, nicsBefore);
  if (Object.keys(problems).length > 0) throw parameterErrors(problems);
}

const nicValues = ({ config }: Vm) => new Map(nicNames(config).map((name) => [name, config[name] as string]));

/** A NIC that changed on a running machine gets a new cable. */
function plugChanged(datacenter: Datacenter, vm: Vm, before: ReadonlyMap<string, string>): void {
  const now = nicValues(vm);
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
  if (!vm.running || changed.length === 0) return;
  for (const name of changed) vm.running.unplugged.delete(name);
  datacenter.guests.replug(vm.vmId, nicsOf(vm));
}

/** A drive that goes: a cloud-init drive is freed, a disk stays as `unusedN` unless `force` frees it too. */
function detach(datacenter: Datacenter, vm: Vm, option: string, force: boolean): void {
  const value = vm.config[option] as string;
  if (!isDrive(option) && !/^unused\d+$/.test(option)) return;
  const drive = /^unused/.test(option) ? { file: value } : parseDrive(option, value);
  const volume = findVolume(vm.host, drive["file"] ?? "");
  if (!volume || volume.content !== "images" || volume.vmId !== vm.vmId) return;
  if (force || isCloudInit(drive) || /^unused/.test(option)) freeDisk(datacenter, vm.host, volume);
  else registerUnused(vm, drive["file"] as string);
}

function replaceDrive(vm: Vm, option: string, value: string): void {
  const old = vm.config[option];
  if (old === undefined || !isDrive(option)) return;
  const before = parseDrive(option, old);
  if (isCdrom(before) || before["file"] === parseDrive(option, value)["file"]) return;
  registerUnused(vm, before["file"] as string);
}

export function registerUnused(vm: Vm, file: string): void {
  let number = 0;
  while (vm.config[`unused${number}`] !== undefined) number++;
  vm.config[`unused${number}`] = file;
}
