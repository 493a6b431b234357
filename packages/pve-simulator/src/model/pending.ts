import { failure, parameterErrors } from "../errors";
import { isInSnapshot } from "./config-volumes";
import type { Datacenter } from "./datacenter";
import { freeDisk } from "./disks";
import { findVolume } from "./find-volume";
import { type Drive, drivesOf, isCdrom, isCloudInit, isDrive, parseDrive } from "./drive";
import { comesLast, isFast, type Plugged, plugIn, plugOut } from "./hotplug";
import { nicNames, nicOf, nicsOf, plugProblem } from "./nics";
import type { Vm } from "./vm";

/**
 * Applies what can be applied now: everything when the machine is off. When it runs, what hot-plugs, and of that only
 * what the request asked for (`only`): what waited before goes on waiting.
 */
export function applyPending(datacenter: Datacenter, vm: Vm, only?: ReadonlySet<string>): void {
  const problems: Record<string, string> = {};
  const settle = (option: string, plugged: Plugged): boolean => {
    if (typeof plugged === "object") problems[option] = `hotplug problem - ${plugged.problem}`;
    return plugged === "taken";
  };
  const asked = (option: string) => only === undefined || only.has(option) || isFast(option);
  const nicsBefore = nicValues(vm);
  for (const option of [...vm.pendingDelete.keys()].sort()) {
    if (vm.running && !(asked(option) && settle(option, plugOut(vm, option)))) continue;
    removeNow(datacenter, vm, option);
  }
  for (const [option, value] of inOrder(datacenter, vm)) {
    if (vm.running && !(asked(option) && settle(option, plugNow(vm, option, value)))) continue;
    setNow(datacenter, vm, option, value);
  }
  dropUsed(vm);
  plugChanged(datacenter, vm, nicsBefore);
  if (Object.keys(problems).length > 0) throw parameterErrors(problems);
}

/** In the order of a Perl hash, what reaches no device first and a cloud-init drive last. */
function inOrder(datacenter: Datacenter, vm: Vm): [string, string][] {
  const walk = datacenter.simulation.hashOrder.walk(
    `pending of ${vm.vmId}`,
    Object.entries(vm.pending),
    ([name]) => name,
  );
  const rank = ([option, value]: [string, string]) => (isFast(option) ? 0 : comesLast(option, value) ? 2 : 1);
  return walk.sort((a, b) => rank(a) - rank(b));
}

export function removeNow(datacenter: Datacenter, vm: Vm, option: string): void {
  const value = vm.config[option];
  const force = vm.pendingDelete.get(option) === true;
  vm.pendingDelete.delete(option);
  if (value === undefined) return;
  if (isDrive(option) && !force) putAside(datacenter, vm, parseDrive(option, value));
  recordChange(vm, option, value, undefined);
  delete vm.config[option];
  const freed = /^unused\d+$/.test(option) ? value : isDrive(option) && force ? parseDrive(option, value)["file"] : "";
  if (freed !== undefined && freed !== "") freeOwn(datacenter, vm, freed);
}

/** Without a cloud-init drive the file keeps none of it (`write_vm_config`). */
function recordChange(vm: Vm, option: string, old: string | undefined, now: string | undefined): void {
  const hasDrive = drivesOf(vm.config).some(([, drive]) => isCloudInit(drive));
  if (vm.running && hasDrive) vm.cloudInitChanges.record(option, old, now);
}

/** A disk that a drive uses is not unused (`write_vm_config`). */
function dropUsed(vm: Vm): void {
  const used = new Set(drivesOf(vm.config).map(([, drive]) => drive["file"]));
  for (const [name, file] of Object.entries(vm.config)) {
    if (/^unused\d+$/.test(name) && used.has(file)) delete vm.config[name];
  }
}

function freeOwn(datacenter: Datacenter, vm: Vm, file: string): void {
  const volume = findVolume(vm.host, file);
  if (volume && isInSnapshot(vm, volume))
    throw failure(`unable to delete '${file}' - volume is still in use (snapshot?)`);
  if (volume?.content === "images" && volume.vmId === vm.vmId) freeDisk(datacenter, vm.host, volume);
}

function plugNow(vm: Vm, option: string, value: string): Plugged {
  const plugged = plugIn(vm, option, value);
  if (plugged !== "taken" || !/^net\d+$/.test(option)) return plugged;
  const nic = nicOf(vm, option, value);
  // Without a bridge QEMU's own network serves it.
  const problem = nic.bridge === "" ? undefined : plugProblem(vm.host, nic);
  return problem ? { problem: problem.words } : "taken";
}

function setNow(datacenter: Datacenter, vm: Vm, option: string, value: string): void {
  const old = vm.config[option];
  recordChange(vm, option, old, value);
  vm.config[option] = value;
  delete vm.pending[option];
  if (option === "smp") becomeSockets(vm, value);
  if (old === undefined || !isDrive(option)) return;
  const before = parseDrive(option, old);
  if (before["file"] !== parseDrive(option, value)["file"]) putAside(datacenter, vm, before);
}

/** An old name: the file is read as so many sockets of one core. */
function becomeSockets(vm: Vm, value: string): void {
  delete vm.config["smp"];
  delete vm.config["cores"];
  vm.config["sockets"] = value;
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

/** A drive that its machine no longer has: a cloud-init drive is freed, a disk of its own becomes `unusedN`. */
export function putAside(datacenter: Datacenter, vm: Vm, drive: Drive): void {
  const file = drive["file"] ?? "";
  if (isCloudInit(drive)) {
    vm.cloudInitChanges.clear();
    return freeOwn(datacenter, vm, file);
  }
  if (!isCdrom(drive) && findVolume(vm.host, file)?.vmId === vm.vmId) registerUnused(vm, file);
}

export function registerUnused(vm: Vm, file: string): void {
  const names = Object.keys(vm.config).filter((name) => /^unused\d+$/.test(name));
  if (names.some((name) => vm.config[name] === file)) return;
  let number = 0;
  while (vm.config[`unused${number}`] !== undefined) number++;
  vm.config[`unused${number}`] = file;
}
