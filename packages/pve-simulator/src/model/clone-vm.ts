import { failure } from "../errors";
import { efiBytes } from "./attach-drive";
import { checkClone, cloneConfig, type CloneRequest, disksOf } from "./clone-plan";
import type { Datacenter } from "./datacenter";
import { allocateDisk, copyData, formatOn, freeDisk } from "./disks";
import { volumeOf } from "./find-volume";
import { type Drive, isCloudInit, printDrive } from "./drive";
import { configLock, lockTimeout, storageLock } from "./locks";
import type { Caller } from "./permissions";
import type { TaskLog } from "./tasks";
import { Vm } from "./vm";
import { type Volume, volumeId } from "./volume";
import { GiB } from "../schema/size";

/** Patience for the configuration locks of source and target (qemu-server: 1 s each). */
const configLockMs = 1_000;

/** Clones a VM: checked at once, done by a `qmclone` task that holds the source shared and the target for itself. */
export function cloneVm(datacenter: Datacenter, caller: Caller, source: Vm, request: CloneRequest): string {
  checkClone(datacenter, caller, source, request);
  const machine = request.name ?? `Copy-of-VM-${source.name}`;
  const task = { node: source.host.node, type: "qmclone", id: String(source.vmId), user: caller.user, machine };
  return datacenter.tasks.start(task, (log) =>
    datacenter.simulation.events.span(machine, "clone", cloneLatency(datacenter, source, request), () =>
      withLocks(source, request.newId, () => runClone(datacenter, caller, source, request, machine, log)),
    ),
  );
}

function withLocks(source: Vm, newId: number, work: () => Promise<void>): Promise<void> {
  const { locks } = source.host;
  const target = () => locks.exclusive(configLock(newId), configLockMs, work);
  const lockSource = source.running ? locks.exclusive.bind(locks) : locks.shared.bind(locks);
  return lockSource(configLock(source.vmId), configLockMs, target);
}

async function runClone(
  datacenter: Datacenter,
  caller: Caller,
  source: Vm,
  request: CloneRequest,
  machine: string,
  log: TaskLog,
): Promise<void> {
  checkClone(datacenter, caller, source, request);
  checkFreeEverywhere(datacenter, source, request.newId);
  const vm = new Vm(request.newId, source.host, { lock: "clone" });
  datacenter.vms.set(request.newId, vm);
  const made: Volume[] = [];
  try {
    strikeLockFault(datacenter, source, machine);
    const config = cloneConfig(datacenter, source, request, machine);
    for (const [option, drive] of disksOf(source)) {
      const volume = await cloneDisk(datacenter, source, option, drive, request, log);
      made.push(volume);
      config[option] = printDrive(option, {
        ...drive,
        file: volumeId(volume),
        size: String(volume.sizeBytes),
      });
    }
    vm.config = config;
    if (request.target !== undefined) vm.host = datacenter.host(request.target);
    if (request.pool !== undefined) datacenter.pools.addVm(request.pool, request.newId, false);
  } catch (error) {
    for (const volume of made) freeDisk(datacenter, source.host, volume);
    datacenter.vms.delete(request.newId);
    throw failure(`clone failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  datacenter.emitMachine(vm, "created");
}

/** Guests of other hosts and containers are seen when the file is written (pve-cluster, pmxcfs' memdb.c). */
function checkFreeEverywhere(datacenter: Datacenter, { host }: Vm, newId: number): void {
  if (datacenter.takenBy(newId) === undefined) return;
  const file = `/etc/pve/nodes/${host.name}/qemu-server/${newId}.conf`;
  throw failure(`close (rename) atomic file '${file}' failed: File exists`);
}

function strikeLockFault(datacenter: Datacenter, source: Vm, machine: string): void {
  const { events, faults } = datacenter.simulation;
  if (!faults.strikes("lock-timeout", machine, "qmclone")) return;
  events.emit({ kind: "fault", fault: "lock-timeout", machine });
  const [disk] = disksOf(source);
  throw lockTimeout(storageLock(source.host.storage((disk?.[1]["file"] ?? "local").replace(/:.*$/, ""))));
}

async function cloneDisk(
  datacenter: Datacenter,
  source: Vm,
  option: string,
  drive: Drive,
  request: CloneRequest,
  log: TaskLog,
): Promise<Volume> {
  const { host } = source;
  const from = volumeOf(host, drive["file"] as string);
  const storage = request.storage ?? from.storage;
  const format = formatOn(host.storage(storage), request.format ?? from.format);
  const bytes = option === "efidisk0" ? host.storage(storage).rounded(efiBytes(drive)) : from.sizeBytes;
  const base = { storage, vmId: request.newId, bytes, format };
  if (isCloudInit(drive)) return allocateDisk(datacenter, host, { ...base, purpose: "cloudinit" });
  log(`create ${request.full ? "full" : "linked"} clone of drive ${option} (${volumeId(from)})`);
  if (!request.full) return allocateDisk(datacenter, host, { ...base, image: from.image, parent: from });
  const volume = await allocateDisk(datacenter, host, { ...base, image: from.image });
  await copyData(host.storage(from.storage), host.storage(storage), from.sizeBytes);
  log(`transferred ${from.sizeBytes} B of ${from.sizeBytes} B (100.00%)`);
  return volume;
}

/** What the profile says the clone takes when nobody else is in the way. */
function cloneLatency(datacenter: Datacenter, source: Vm, request: CloneRequest): number {
  const { allocate, copyPerGiB } = datacenter.simulation.latencies;
  return disksOf(source).reduce((sum, [, drive]) => {
    const bytes = request.full && !isCloudInit(drive) ? volumeOf(source.host, drive["file"] as string).sizeBytes : 0;
    return sum + allocate + (bytes / GiB) * copyPerGiB;
  }, 0);
}
