import { failure } from "../errors";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { copyData } from "./disks";
import { findVolume, volumeOf } from "./find-volume";
import { drivesOf, isCdrom, isCloudInit } from "./drive";
import type { Host } from "./host";
import { entriesFor } from "./mappings";
import { nicsOf, plugProblem } from "./nics";
import type { Caller } from "./permissions";
import type { Storage } from "./storage";
import { sameStorages, type StorageMap, targetOf } from "./storage-map";
import type { TaskLog } from "./tasks";
import type { Vm } from "./vm";
import { parseVolumeId, type Volume, volumeId } from "./volume";

export interface MigrateRequest {
  readonly target: string;
  readonly online: boolean;
  readonly withLocalDisks: boolean;
  /** Unsaid, the storages of the same names, and they are looked for at once. */
  readonly storages?: StorageMap;
}

/**
 * Moves a VM to another host of the cluster: what can be seen at once is refused at once, the rest fails in the
 * `qmigrate` task (qemu-server API2/Qemu.pm `migrate_vm`, QemuMigrate.pm). What is shared stays;
 * one under HA is asked for and moved later.
 */
export function migrateVm(datacenter: Datacenter, caller: Caller, vm: Vm, request: MigrateRequest): string {
  const target = datacenter.host(request.target);
  vm.checkLock();
  if (vm.running && !request.online) throw failure("can't migrate running VM without --online");
  checkStorages(caller, vm, target, request.storages);
  const task = { node: vm.host.node, id: String(vm.vmId), user: caller.user, machine: vm.name };
  if (datacenter.ha.manages(vm.vmId)) {
    return datacenter.tasks.start({ ...task, type: "hamigrate" }, async (log) => {
      log(`Requesting HA migration for VM ${vm.vmId} to node ${target.name}`);
      await datacenter.simulation.clock.sleep(0);
      datacenter.haManager.checkState(vm.vmId);
      datacenter.haManager.command(vm.vmId, { command: "migrate", target: target.name });
    });
  }
  return datacenter.tasks.start({ ...task, type: "qmigrate" }, (log) => moveVm(datacenter, vm, request, log));
}

/** The task itself, however it was started. Its log says why it was aborted. */
export function moveVm(datacenter: Datacenter, vm: Vm, request: MigrateRequest, log: TaskLog): Promise<void> {
  const { events, latencies } = datacenter.simulation;
  const target = datacenter.host(request.target);
  return events.span(vm.name, "migrate", latencies.quickTask, () =>
    underConfigLock(vm, async () => {
      try {
        vm.checkLock();
        checkDevices(datacenter, vm, target);
        checkNetworks(vm, target);
        await whileLocked(vm, () => moveVolumes(vm, target, request, log));
      } catch (error) {
        log(`ERROR: migration aborted (duration 00:00:00): ${error instanceof Error ? error.message : String(error)}`);
        throw failure("migration aborted");
      }
      vm.host = target;
    }),
  );
}

function checkStorages(caller: Caller, vm: Vm, target: Host, map: StorageMap | undefined): void {
  if (map === undefined || map.identity) {
    for (const [, drive] of drivesOf(vm.config)) {
      const storage = parseVolumeId(drive["file"] ?? "")?.storage;
      if (storage !== undefined) storageOn(target, storage);
    }
    return;
  }
  caller.check(`/vms/${vm.vmId}`, "VM.Config.Disk");
  const named = [...map.entries.values(), ...(map.byDefault === undefined ? [] : [map.byDefault])];
  for (const name of named) {
    const storage = storageOn(target, name);
    caller.check(`/storage/${name}`, "Datastore.AllocateSpace");
    if (!storage.content.includes("images")) throw failure(`storage '${name}' does not support vm images`);
  }
}

function storageOn(host: Host, name: string): Storage {
  const storage = host.storages.get(name);
  if (storage) return storage;
  throw failure(`storage '${name}' is not available on node '${host.node}'`);
}

/** Changes of a machine that is on its way are refused: its file says `lock: migrate`. */
async function whileLocked(vm: Vm, work: () => Promise<void>): Promise<void> {
  vm.config["lock"] = "migrate";
  try {
    await work();
  } finally {
    delete vm.config["lock"];
  }
}

async function moveVolumes(vm: Vm, target: Host, request: MigrateRequest, log: TaskLog): Promise<void> {
  const problems = problemsOf(vm, request);
  for (const problem of problems) log(problem);
  if (problems.length > 0) throw failure("Problem found while scanning volumes - can't migrate VM - check log");
  const moves: Move[] = [];
  for (const volume of localVolumes(vm)) {
    const move = moveOf(vm, target, request, volume, moves);
    moves.push(move);
    const { to, name } = move;
    await copyData(vm.host.storage(volume.storage), to, volume.sizeBytes);
    log(`volume '${volumeId(volume)}' is '${to.id}:${name}' on the target`);
  }
  for (const move of moves) carry(vm, move);
}

interface Move {
  readonly volume: Volume;
  readonly to: Storage;
  readonly name: string;
}

function moveOf(
  vm: Vm,
  target: Host,
  { storages = sameStorages }: MigrateRequest,
  volume: Volume,
  before: readonly Move[],
): Move {
  const to = storageOn(target, targetOf(storages, volume.storage));
  to.requireContent("images");
  const isTaken = (name: string) =>
    to.find(name) !== undefined || before.some((move) => move.to === to && move.name === name);
  return { volume, to, name: freeName(to, vm, volume, isTaken) };
}

/** The same name, unless somebody has it there (`allow_rename`). */
function freeName(to: Storage, vm: Vm, { name }: Volume, isTaken: (name: string) => boolean): string {
  const plain = name.replace(/^.*\//, "").replace(/\.(?:raw|qcow2|vmdk)$/, "");
  const form = (wanted: string) => (to.path === undefined ? wanted : `${vm.vmId}/${wanted}.raw`);
  if (!isTaken(form(plain))) return form(plain);
  for (let number = 0; ; number++) {
    const next = form(`vm-${vm.vmId}-disk-${number}`);
    if (!isTaken(next)) return next;
  }
}

/** Data and identity go along; the configuration says where it is now. */
function carry(vm: Vm, { volume, to, name }: Move): void {
  const before = volumeId(volume);
  vm.host.storage(volume.storage).remove(volume);
  to.add({ ...volume, storage: to.id, name });
  const after = `${to.id}:${name}`;
  if (after === before) return;
  for (const options of [vm.config, vm.pending]) {
    for (const [option, value] of Object.entries(options))
      if (value === before || value.startsWith(`${before},`)) options[option] = value.replace(before, after);
  }
}

/** QEMU starts over there before anything of it moves. */
function checkNetworks(vm: Vm, target: Host): void {
  if (!vm.running) return;
  for (const nic of nicsOf(vm)) {
    const problem = plugProblem(target, nic);
    if (problem) throw failure(`start failed: ${problem.words}`);
  }
}

function checkDevices(datacenter: Datacenter, vm: Vm, target: Host): void {
  const devices = Object.entries(vm.config).filter(([option]) => /^hostpci\d+$/.test(option));
  const raw = devices.filter(([, value]) => !/(?:^|,)mapping=/.test(value)).map(([option]) => option);
  if (raw.length > 0) throw failure(`can't migrate VM which uses local devices: ${raw.join(", ")}`);
  const mapped = devices.map(([option, value]) => ({ option, id: /(?:^|,)mapping=([^,]+)/.exec(value)?.[1] ?? "" }));
  const missing = mapped.filter(({ id }) => {
    const mapping = datacenter.mappings.find(id);
    return !mapping || entriesFor(mapping, target.name).length === 0;
  });
  if (missing.length > 0) {
    const options = missing.map(({ option }) => option).join(", ");
    throw failure(`can't migrate to '${target.name}': missing mapped devices ${options}`);
  }
  if (mapped.length > 0 && vm.running) {
    const names = mapped.map(({ option, id }) => `${option}:${id}`).join(", ");
    throw failure(`can't live migrate running VM which uses following mapped devices: ${names}`);
  }
}

/** Why volumes cannot go along, in the words of the task's log. */
function problemsOf(vm: Vm, { withLocalDisks }: MigrateRequest): string[] {
  const drives = drivesOf({ ...vm.config, ...vm.pending });
  const attached = drives.flatMap(([, drive]) => {
    const file = drive["file"] ?? "";
    if (isCloudInit(drive) || file === "none" || isShared(vm, file)) return [];
    if (isCdrom(drive)) return [complaint(file, "local cdrom image")];
    const owner = ownerComplaint(vm, file);
    if (owner.length > 0 || !vm.running || withLocalDisks) return owner;
    return [complaint(file, "can't live migrate attached local disks without with-local-disks option")];
  });
  return [...attached, ...unusedFiles(vm).flatMap((file) => ownerComplaint(vm, file))];
}

function ownerComplaint(vm: Vm, file: string): string[] {
  if (isShared(vm, file)) return [];
  const { vmId, parent } = volumeOf(vm.host, file);
  if (vmId !== vm.vmId) return [complaint(file, `owned by other VM (owner = VM ${vmId ?? "none"})`)];
  return parent ? [`can't migrate '${file}' as it's a clone of '${parent.name}'`] : [];
}

const complaint = (file: string, why: string): string => `can't migrate local disk '${file}': ${why}`;

const unusedFiles = ({ config }: Vm): string[] =>
  Object.entries(config).flatMap(([option, file]) => (/^unused\d+$/.test(option) ? [file] : []));

const isShared = (vm: Vm, file: string): boolean =>
  vm.host.storages.get(parseVolumeId(file)?.storage ?? "")?.isShared === true;

/** Everything that its file names and that is on the host alone: drives, what is to become one, what was one. */
function localVolumes(vm: Vm): Volume[] {
  const drives = drivesOf({ ...vm.config, ...vm.pending }).map(([, drive]) => drive["file"] ?? "");
  const volumes = [...drives, ...unusedFiles(vm)]
    .filter((file) => !isShared(vm, file))
    .map((file) => findVolume(vm.host, file));
  return [...new Set(volumes.filter((volume) => volume?.content === "images"))] as Volume[];
}
