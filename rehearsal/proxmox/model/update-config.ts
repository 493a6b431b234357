import { failure, parameterErrors } from "../errors";
import { splitList } from "../schema/formats";
import { entryOf } from "../schema/parameter";
import { vmOptions } from "../tables/vm-options";
import { realiseDrive } from "./attach-drive";
import { underConfigLock } from "./config-lock";
import { checkDriveAccess } from "./drive-access";
import type { Datacenter } from "./datacenter";
import { bootOrder, type Drive, isCdrom, isCloudInit, isDrive, parseDrive, printBootOrder } from "./drive";
import { parseNet, printNet } from "./network-device";
import { checkDeviceValue, checkOptionNames } from "./option-privileges";
import { encryptPassword } from "./password";
import { applyPending } from "./pending";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";

export interface ConfigChange {
  readonly set: Readonly<Record<string, string>>;
  readonly remove: readonly string[];
  /** Pending changes that are dropped again. */
  readonly revert: readonly string[];
  /** Disks that are removed go for good instead of becoming `unusedN`. */
  readonly force: boolean;
  readonly digest: string | undefined;
}

/** Early checks of PUT and POST …/config, before its lock. */
export function checkChange(caller: Caller, vm: Vm, change: ConfigChange): void {
  const names = Object.keys(change.set);
  if (names.length + change.remove.length + change.revert.length === 0) throw failure("no options specified");
  checkRemovals(change);
  checkOptionNames(caller, vm.vmId, [...change.remove, ...names]);
  for (const [name, value] of Object.entries(change.set)) {
    if (isDrive(name)) checkDriveAccess(caller, vm, name, value);
    checkDeviceValue(caller, vm.vmId, name, value);
  }
  vm.checkDigest(change.digest);
  vm.checkLock();
  checkBalloon(vm, change.set);
}

/** Changes the stored configuration; what a running machine cannot take at once stays pending. */
export function updateConfig(datacenter: Datacenter, caller: Caller, vm: Vm, change: ConfigChange): Promise<void> {
  return underConfigLock(vm, async () => {
    vm.checkDigest(change.digest);
    vm.checkLock();
    for (const name of change.revert) revert(vm, name);
    // Read once: a boot order that the same request sets is not seen by what follows (API2/Qemu.pm, `update_vm_api`).
    const order = bootOrder(vm.config) ?? [];
    for (const name of change.remove) remove(caller, vm, name, change.force, order);
    for (const name of datacenter.world.hashOrder.walk(`change of ${vm.vmId}`, Object.keys(change.set))) {
      await set(datacenter, caller, vm, name, change, order);
    }
    applyPending(datacenter, vm);
    datacenter.emitMachine(vm, "config");
  });
}

function checkRemovals({ remove, revert: reverted, set }: ConfigChange): void {
  const stranger = reverted.find((name) => !entryOf(vmOptions, name));
  if (stranger !== undefined) throw parameterErrors({ revert: `unknown option '${stranger}'` });
  for (const name of remove) {
    if (set[name] !== undefined) {
      throw parameterErrors({ delete: `you can't use '-${name}' and -delete ${name}' at the same time` });
    }
    if (!entryOf(vmOptions, name)) throw parameterErrors({ delete: `unknown option '${name}'` });
  }
}

function checkBalloon(vm: Vm, set: ConfigChange["set"]): void {
  const config = { ...vm.effectiveConfig(), ...set };
  const memory = Number((config["memory"] ?? "512").replace(/^current=/, ""));
  if (Number(config["balloon"] ?? 0) > memory) {
    throw failure("balloon value too large (must be smaller than assigned memory)");
  }
}

function revert(vm: Vm, name: string): void {
  delete vm.pending[name];
  vm.pendingDelete.delete(name);
}

function remove(caller: Caller, vm: Vm, name: string, force: boolean, order: string[]): void {
  const value = vm.config[name] ?? vm.pending[name];
  if (value === undefined) return;
  if (isDrive(name) || /^unused/.test(name)) vm.checkProtection(`can't remove drive '${name}'`);
  checkDeviceValue(caller, vm.vmId, name, value);
  delete vm.pending[name];
  vm.pendingDelete.set(name, force);
  if (!order.includes(name)) return;
  order.splice(order.indexOf(name), 1);
  vm.pending["boot"] = printBootOrder(order);
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
  if (isDrive(name) && old !== undefined) checkDeviceValue(caller, vm.vmId, name, old);
  const stored = name === "boot" ? checkedBootOrder(vm, value, change) : await storedValue(datacenter, vm, name, value);
  vm.pendingDelete.delete(name);
  if (stored === old) delete vm.pending[name];
  else vm.pending[name] = stored;
  if (isDrive(name)) appendToBootOrder(vm, name, parseDrive(name, value), order);
}

/** PVE makes every new CD drive bootable where an order is given, save the cloud-init drive. */
function appendToBootOrder(vm: Vm, name: string, drive: Drive, order: string[]): void {
  if (!isCdrom(drive) || isCloudInit(drive) || order.length === 0 || order.includes(name)) return;
  order.push(name);
  vm.pending["boot"] = printBootOrder(order);
}

/** A value as PVE writes it down: drives, NICs, tags and passwords are rewritten, the rest is kept. */
export async function storedValue(datacenter: Datacenter, vm: Vm, name: string, value: string): Promise<string> {
  if (isDrive(name)) return realiseDrive(datacenter, vm, name, value, () => undefined);
  if (/^net\d+$/.test(name))
    return printNet({ macaddr: datacenter.macs.next(`${vm.vmId}/${name}`), ...parseNet(value) });
  switch (name) {
    case "tags":
      return [...new Set(splitList(value.toLowerCase()))].join(";");
    case "cipassword":
      return encryptPassword(value);
    case "vmgenid":
      return value === "1" ? datacenter.newUuid() : value;
    default:
      return value;
  }
}

/** A boot order may name devices that the same request makes. */
function checkedBootOrder(vm: Vm, value: string, change: ConfigChange): string {
  const order = bootOrder({ boot: value }) ?? [];
  if (order.length === 0) return value;
  const config = { ...vm.config, ...vm.pending, ...change.set };
  const missing = order.find((device) => config[device] === undefined || change.remove.includes(device));
  if (missing !== undefined) throw failure(`invalid bootorder: device '${missing}' does not exist'`);
  return printBootOrder(order);
}
