import { failure, parameterErrors } from "../errors";
import { splitList } from "../schema/formats";
import { entryOf } from "../schema/parameter";
import { vmOptions } from "../tables/vm-options";
import { realiseDrive } from "./attach-drive";
import { asWritten, isReadAgain } from "./config-file";
import { underConfigLock } from "./config-lock";
import { checkDriveAccess } from "./drive-access";
import type { Datacenter } from "./datacenter";
import { bootOrder, type Drive, isCdrom, isCloudInit, isDrive, parseDrive, printBootOrder, readDrive } from "./drive";
import { drivesRead } from "./drive-parameter";
import { checkHookScript } from "./hook-script";
import { checkTogether, pinnedMachine } from "./machine-type";
import { netWithAddress } from "./network-device";
import { checkDeviceValue, checkGivenResource, checkOptionNames } from "./option-privileges";
import { encryptPassword } from "./password";
import { applyPending, putAside, removeNow } from "./pending";
import type { Caller } from "./permissions";
import { checkSshKeys } from "./ssh-keys";
import type { Vm } from "./vm";
import type { WantedVm } from "./wanted-vm";

export interface ConfigChange {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  /** Pending changes that are dropped again. */
  readonly revert: readonly string[];
  /** Disks that are removed go for good instead of becoming `unusedN`. */
  readonly force: boolean;
  readonly digest: string | undefined;
}

/** The kernel's upper bound of a weight (cgroup v2). */
const mostCpuUnits = 10_000;

/**
 * Early checks of PUT and POST …/config, before its lock, and the change with its values as Proxmox reads them. Whether
 * the machine exists is seen after them; what a device's value asks for is seen later still, in the task.
 */
export function checkChange(caller: Caller, wanted: WantedVm, asked: ConfigChange): ConfigChange {
  const { host, vmId } = wanted;
  const { sshkeys } = asked.set;
  if (sshkeys !== undefined) checkSshKeys(sshkeys);
  if (Object.keys(asked.set).length + asked.remove.length + asked.revert.length === 0) {
    throw failure("no options specified");
  }
  const remove = asked.remove.map((name) => (name === "cdrom" ? "ide2" : name));
  checkRemovals({ ...asked, remove });
  const change = { ...asked, remove, set: drivesRead(host, asked.set) };
  if (change.set["hookscript"] !== undefined) checkHookScript(host, change.set["hookscript"]);
  checkOptionNames(caller, vmId, [...change.remove, ...Object.keys(change.set)]);
  for (const [name, value] of Object.entries(change.set).sort(byName)) {
    if (isDrive(name)) checkDriveAccess(caller, { host, vmId }, name, value);
  }
  checkGivenResource(caller, change.set);
  const vm = wanted.get();
  vm.checkDigest(change.digest);
  vm.checkLock();
  checkBalloon(vm, change.set);
  return change;
}

/** Changes the stored configuration; what a running machine cannot take at once stays pending. */
export function updateConfig(datacenter: Datacenter, caller: Caller, vm: Vm, asked: ConfigChange): Promise<void> {
  return underConfigLock(vm, async () => {
    vm.checkDigest(asked.digest);
    vm.checkLock();
    const change = withReverted(vm, asked);
    // Read once: a boot order that the same request sets is not seen by what follows (API2/Qemu.pm, `update_vm_api`).
    const order = bootOrder(vm.config) ?? [];
    for (const name of change.remove) remove(datacenter, caller, vm, name, change.force, order);
    for (const name of datacenter.simulation.hashOrder.walk(`change of ${vm.vmId}`, Object.keys(change.set))) {
      await set(datacenter, caller, vm, name, change, order);
    }
    dropUnchanged(vm);
    applyPending(datacenter, vm, new Set([...change.remove, ...Object.keys(change.set), "boot"]));
    datacenter.emitMachine(vm, "config");
  });
}

const byName = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

function checkRemovals({ remove, revert: reverted, set }: ConfigChange): void {
  const stranger = reverted.find((name) => !entryOf(vmOptions, name));
  if (stranger !== undefined) throw parameterErrors({ revert: `unknown option '${stranger}'` });
  const both = reverted.find((name) => set[name] !== undefined);
  if (both !== undefined) {
    throw parameterErrors({ delete: `you can't use '-${both}' and -revert ${both}' at the same time` });
  }
  for (const name of remove) {
    if (set[name] !== undefined) {
      throw parameterErrors({ delete: `you can't use '-${name}' and -delete ${name}' at the same time` });
    }
    if (reverted.includes(name)) {
      throw parameterErrors({ revert: `you can't use '-delete ${name}' and -revert ${name}' at the same time` });
    }
    if (!entryOf(vmOptions, name)) throw parameterErrors({ delete: `unknown option '${name}'` });
  }
}

function checkBalloon(vm: Vm, set: ConfigChange["set"]): void {
  if (set["memory"] === undefined && set["balloon"] === undefined) return;
  const config = { ...vm.config, ...vm.pending, ...set };
  const memory = Number((config["memory"] ?? "512").replace(/^current=/, ""));
  if (Number(config["balloon"] ?? 0) > memory) {
    throw failure("balloon value too large (must be smaller than assigned memory)");
  }
}

/** What is reverted is set to what it is, or removed where it is not there yet (`update_vm_api`). */
function withReverted({ config, pending }: Vm, change: ConfigChange): ConfigChange {
  const there = change.revert.flatMap((name) => (config[name] === undefined ? [] : [[name, config[name]]]));
  const waiting = change.revert.filter((name) => config[name] === undefined && pending[name] !== undefined);
  return {
    ...change,
    set: { ...change.set, ...(Object.fromEntries(there) as Record<string, string>) },
    remove: [...change.remove, ...waiting],
  };
}

function remove(datacenter: Datacenter, caller: Caller, vm: Vm, name: string, force: boolean, order: string[]): void {
  const value = vm.config[name] ?? vm.pending[name];
  if (value === undefined) return;
  if (isDrive(name)) vm.checkProtection(`can't remove drive '${name}'`);
  if (/^unused/.test(name)) vm.checkProtection(`can't remove unused disk '${value}'`);
  checkDeviceValue(caller, vm.vmId, name, value);
  const isNew = vm.pending[name] !== undefined;
  delete vm.pending[name];
  if (isNew && isDrive(name)) putAside(datacenter, vm, parseDrive(name, value));
  vm.pendingDelete.set(name, force);
  // No machine that runs has it, so nothing waits (API2/Qemu.pm: `try_deallocate_drive`).
  if (/^unused/.test(name)) removeNow(datacenter, vm, name);
  if (!order.includes(name)) return;
  order.splice(order.indexOf(name), 1);
  vm.pending["boot"] = asWritten("boot", printBootOrder(order)) ?? "";
}

async function set(
  datacenter: Datacenter,
  caller: Caller,
  vm: Vm,
  name: string,
  change: ConfigChange,
  order: string[],
): Promise<void> {
  const value = change.set[name] as string;
  const old = vm.config[name];
  if (vm.pending[name] === value) return;
  if (old !== undefined) checkDeviceValue(caller, vm.vmId, name, old);
  checkDeviceValue(caller, vm.vmId, name, value);
  if (isDrive(name)) {
    await setDrive(datacenter, vm, name, value, order);
  } else {
    checkTogether(name, value);
    const stored = name === "boot" ? checkedBootOrder(vm, value, change) : storedValue(datacenter, vm, name, value);
    const written = asWritten(name, stored);
    if (written !== undefined) vm.pending[name] = written;
    if (name === "ostype") pinMachine(vm, value, change);
  }
  vm.pendingDelete.delete(name);
}

async function setDrive(datacenter: Datacenter, vm: Vm, name: string, value: string, order: string[]): Promise<void> {
  // A drive that its bus cannot have is dropped without a word, e.g. an empty CD drive on virtio.
  const drive = readDrive(name, value);
  if (!drive) return;
  const before = vm.pending[name];
  if (before !== undefined) putAside(datacenter, vm, parseDrive(name, before));
  vm.pending[name] = await realiseDrive(datacenter, vm, name, value, () => undefined);
  appendToBootOrder(vm, name, drive, order);
}

/** What is as it was is no change (`cleanup_pending`), nor is what cannot be read again. */
function dropUnchanged(vm: Vm): void {
  for (const [name, value] of Object.entries(vm.pending))
    if (vm.config[name] === value || !isReadAgain(name, value)) delete vm.pending[name];
  for (const name of [...vm.pendingDelete.keys()]) if (vm.config[name] === undefined) vm.pendingDelete.delete(name);
}

/** Windows keeps the version of its machine (Machine.pm, `check_and_pin_machine_string`). */
function pinMachine(vm: Vm, osType: string, change: ConfigChange): void {
  const isChosen = change.set["machine"] ?? vm.pending["machine"];
  if (isChosen !== undefined || change.remove.includes("machine")) return;
  const pinned = pinnedMachine(vm.config["machine"], osType);
  if (pinned !== undefined) vm.pending["machine"] = pinned;
}

/** PVE makes every new CD drive bootable where an order is given, save the cloud-init drive. */
function appendToBootOrder(vm: Vm, name: string, drive: Drive, order: string[]): void {
  if (!isCdrom(drive) || isCloudInit(drive) || order.length === 0 || order.includes(name)) return;
  order.push(name);
  vm.pending["boot"] = printBootOrder(order);
}

/** A value as PVE keeps it: NICs, tags and passwords are rewritten, most are kept as they came. */
function storedValue(datacenter: Datacenter, vm: Vm, name: string, value: string): string {
  if (/^net\d+$/.test(name)) return netWithAddress(datacenter, vm.vmId, name, value);
  switch (name) {
    case "tags":
      return [...new Set(splitList(value.toLowerCase()).sort())].join(";");
    case "cipassword":
      return encryptPassword(value);
    case "vmgenid":
      return value === "1" ? datacenter.newUuid() : value;
    case "cpuunits":
      return Number(value) >= mostCpuUnits ? String(mostCpuUnits) : value;
    default:
      return value;
  }
}

/** A boot order may name devices that the same request makes. */
function checkedBootOrder(vm: Vm, value: string, change: ConfigChange): string {
  const order = bootOrder({ boot: value });
  // An order of separators alone is one, and nothing of it is written.
  if (order === undefined || /(?:^|,)order=0?(?:,|$)/.test(value)) return value;
  const config = { ...vm.config, ...vm.pending, ...change.set };
  const missing = order.find((device) => config[device] === undefined || change.remove.includes(device));
  if (missing !== undefined) throw failure(`invalid bootorder: device '${missing}' does not exist'`);
  return printBootOrder(order);
}
