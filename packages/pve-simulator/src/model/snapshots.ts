import { failure, parameterErrors } from "../errors";
import { MiB } from "../schema/size";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { isInSnapshot, volumesOf } from "./config-volumes";
import { allocateDisk, freeDisk } from "./disks";
import { findVolume } from "./find-volume";
import type { Host } from "./host";
import { registerUnused } from "./pending";
import type { Caller } from "./permissions";
import { startVm } from "./start-vm";
import { stopVm } from "./stop-vm";
import type { TaskLog } from "./tasks";
import type { Vm } from "./vm";
import { type Volume, volumeId } from "./volume";
import type { WantedVm } from "./wanted-vm";

// Snapshots as PVE::AbstractConfig keeps them: a copy of the configuration under a name, and one of each of its volumes.

type Config = Record<string, string>;

export interface SnapshotRequest {
  readonly name: string;
  readonly description: string | undefined;
  /** With the memory of a running machine. */
  readonly withMemory: boolean;
}

/** What a copy of the configuration leaves out (`__snapshot_copy_config`). */
const notCopied = /^(?:snapstate|snaptime|vmstate|lock|description|unused\d+)$/;

const copied = (config: Readonly<Config>): Config =>
  Object.fromEntries(Object.entries(config).filter(([option]) => !notCopied.test(option)));

/** Takes a snapshot in a `qmsnapshot` task. */
export function takeSnapshot(datacenter: Datacenter, caller: Caller, vm: Vm, request: SnapshotRequest): string {
  if (request.name === "current") throw failure("unable to use snapshot name 'current' (reserved name)");
  if (request.name.toLowerCase() === "pending") throw failure("unable to use snapshot name 'pending' (reserved name)");
  const wanted = { host: vm.host, vmId: vm.vmId, get: () => vm };
  return inTask(datacenter, caller, wanted, "snapshot", async () => {
    const snapshot = await underConfigLock(vm, () => prepare(datacenter, vm, request));
    await datacenter.simulation.clock.sleep(datacenter.simulation.latencies.quickTask);
    for (const volume of volumesOf(vm.host, snapshot)) {
      (volume.snapshots ??= []).push({ name: request.name, sizeBytes: volume.sizeBytes });
    }
    await edit(vm, () => {
      delete snapshot["snapstate"];
      delete vm.config["lock"];
      vm.config["parent"] = request.name;
    });
  });
}

async function prepare(
  datacenter: Datacenter,
  vm: Vm,
  { name, description, withMemory }: SnapshotRequest,
): Promise<Config> {
  if (vm.isTemplate) throw failure("you can't take a snapshot if it's a template");
  vm.checkLock();
  if (vm.snapshots.has(name)) throw failure(`snapshot name '${name}' already used`);
  if (volumesOf(vm.host, vm.config).some((volume) => !canSnapshot(vm.host, volume)))
    throw failure("snapshot feature is not available");
  const snapshot = copied(vm.config);
  vm.config["lock"] = "snapshot";
  if (withMemory && vm.running) snapshot["vmstate"] = await saveMemory(datacenter, vm, name);
  snapshot["snapstate"] = "prepare";
  snapshot["snaptime"] = String(datacenter.tasks.seconds());
  if (description !== undefined && description !== "" && description !== "0") snapshot["description"] = description;
  vm.snapshots.set(name, snapshot);
  return snapshot;
}

/** Twice the memory and 500 MiB, on the storage of the first disk (QemuConfig.pm, `__snapshot_save_vmstate`). */
async function saveMemory(datacenter: Datacenter, vm: Vm, snapshot: string): Promise<string> {
  const [first] = volumesOf(vm.host, vm.config);
  const storage = vm.config["vmstatestorage"] ?? first?.storage ?? "local";
  const name = `vm-${vm.vmId}-state-${snapshot}${vm.host.storage(storage).isFileBased ? ".raw" : ""}`;
  const bytes = ((vm.running?.memoryMiB ?? 0) * 2 + 500) * MiB;
  return volumeId(await allocateDisk(datacenter, vm.host, { storage, vmId: vm.vmId, bytes, name }));
}

/** Removes a snapshot in a `qmdelsnapshot` task; snapshots that came of it come of its parent then. */
export function deleteSnapshot(datacenter: Datacenter, caller: Caller, wanted: WantedVm, name: string): string {
  return inTask(datacenter, caller, wanted, "delsnapshot", async (vm) => {
    const snapshot = snapshotOf(vm, name);
    await edit(vm, () => {
      vm.checkLock();
      vm.config["lock"] = "snapshot-delete";
      snapshot["snapstate"] = "delete";
    });
    await datacenter.simulation.clock.sleep(datacenter.simulation.latencies.quickTask);
    const memory = findVolume(vm.host, snapshot["vmstate"] ?? "");
    if (memory) freeDisk(datacenter, vm.host, memory);
    for (const volume of volumesOf(vm.host, snapshot)) {
      volume.snapshots = (volume.snapshots ?? []).filter((one) => one.name !== name);
    }
    await edit(vm, () => {
      vm.snapshots.delete(name);
      delete vm.config["lock"];
      for (const config of [vm.config, ...vm.snapshots.values()]) passOn(config, name, snapshot["parent"]);
      putAsideUnused(vm, snapshot);
    });
  });
}

/** Who has the removed one as parent gets that one's. */
function passOn(config: Config, name: string, parent: string | undefined): void {
  if (config["parent"] !== name) return;
  if (parent === undefined) delete config["parent"];
  else config["parent"] = parent;
}

/** Rolls a machine back in a `qmrollback` task: it is stopped, and its disks and configuration are restored. */
export function rollBack(
  datacenter: Datacenter,
  caller: Caller,
  wanted: WantedVm,
  name: string,
  start: boolean,
): string {
  return inTask(datacenter, caller, wanted, "rollback", async (vm, log) => {
    if (vm.isTemplate) throw failure("you can't rollback if vm is a template");
    const snapshot = snapshotOf(vm, name);
    for (const volume of volumesOf(vm.host, snapshot)) checkRollback(vm.host, volume, name);
    const { snapstate } = snapshot;
    if (snapstate !== undefined) throw failure(`unable to rollback to incomplete snapshot (snapstate = ${snapstate})`);
    vm.checkLock();
    await stopVm(datacenter, vm);
    vm.config["lock"] = "rollback";
    await datacenter.simulation.clock.sleep(datacenter.simulation.latencies.quickTask);
    for (const volume of volumesOf(vm.host, snapshot)) {
      volume.sizeBytes = volume.snapshots?.find((one) => one.name === name)?.sizeBytes ?? volume.sizeBytes;
    }
    await edit(vm, () => apply(datacenter, vm, snapshot, name));
    if (start || snapshot["vmstate"] !== undefined) await startVm(datacenter, vm, log);
  });
}

/** The snapshot's configuration, with the current description and unused disks; pending changes are dropped. */
function apply(datacenter: Datacenter, vm: Vm, snapshot: Config, name: string): void {
  const now = vm.config;
  const kept = Object.entries(now).filter(([option]) => /^(?:unused\d+|description)$/.test(option));
  vm.config = { ...Object.fromEntries(kept), ...copied(snapshot), parent: name };
  if (vm.config["vmgenid"] !== undefined) vm.config["vmgenid"] = datacenter.newUuid();
  vm.pending = {};
  vm.pendingDelete.clear();
  putAsideUnused(vm, now);
}

/** Volumes of a configuration that no other names any more. */
function putAsideUnused(vm: Vm, config: Readonly<Config>): void {
  for (const volume of volumesOf(vm.host, config)) {
    if (!isUsed(vm, volume)) registerUnused(vm, volumeId(volume));
  }
}

function isUsed(vm: Vm, volume: Volume): boolean {
  return volumesOf(vm.host, vm.config).includes(volume) || isInSnapshot(vm, volume);
}

/** The configuration of a snapshot. */
export function snapshotOf(vm: Vm, name: string): Config {
  const snapshot = vm.snapshots.get(name);
  if (!snapshot) throw failure(`snapshot '${name}' does not exist`);
  return snapshot;
}

/** Kinds of storages whose volumes have snapshots; files have them in the format qcow2 (pve-storage, `volume_has_feature`). */
function canSnapshot(host: Host, { format, storage: id }: Volume): boolean {
  const storage = host.storage(id);
  if (storage.type === "btrfs") return true;
  return storage.isFileBased ? format === "qcow2" : storage.type !== "lvm";
}

/** ZFS goes back to the last snapshot only (ZFSPoolPlugin.pm, `volume_rollback_is_possible`). */
function checkRollback(host: Host, volume: Volume, name: string): void {
  const names = (volume.snapshots ?? []).map((one) => one.name);
  if (!/^zfs/.test(host.storage(volume.storage).type)) return;
  if (!names.includes(name))
    throw failure(`can't rollback, snapshot '${name}' does not exist on '${volumeId(volume)}'`);
  if (names.at(-1) !== name)
    throw failure(`can't rollback, '${name}' is not most recent snapshot on '${volumeId(volume)}'`);
}

/** Changes the configuration while nobody else may. */
const edit = (vm: Vm, change: () => void): Promise<void> =>
  underConfigLock(vm, () => {
    change();
    return Promise.resolve();
  });

type Kind = "snapshot" | "delsnapshot" | "rollback";

const types = {
  snapshot: { type: "qmsnapshot" },
  delsnapshot: { type: "qmdelsnapshot" },
  rollback: { type: "qmrollback" },
};

/** Whether the machine is there shows in the task. */
function inTask(
  datacenter: Datacenter,
  caller: Caller,
  { host, vmId, get }: WantedVm,
  kind: Kind,
  work: (vm: Vm, log: TaskLog) => Promise<void>,
): string {
  const { events, latencies } = datacenter.simulation;
  const known = datacenter.vms.get(vmId);
  const machine = known?.host === host ? { machine: known.name } : {};
  const task = { node: host.node, ...types[kind], id: String(vmId), user: caller.user, ...machine };
  return datacenter.tasks.start(task, async (log) => {
    const vm = get();
    await events.span(vm.name, kind, latencies.quickTask, () => work(vm, log));
    datacenter.emitMachine(vm, "config");
  });
}

/** Both at once is asked for by nobody who knows what they want (API2/Qemu.pm, vm_config). */
export function refuseBoth(snapshot: string | undefined, current: boolean): void {
  if (snapshot === undefined || snapshot === "" || !current) return;
  const why = "cannot use 'snapshot' parameter with 'current'";
  throw parameterErrors({ snapshot: why, current: why });
}
