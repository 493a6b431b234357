import { failure } from "../errors";
import { checkDriveAccess } from "./drive-access";
import type { Datacenter } from "./datacenter";
import { findVolume, freeDisk, ownedDisks } from "./disks";
import { drivesOf, isCloudInit, isDrive, newDiskOrder } from "./drive";
import type { Host } from "./host";
import { configLock } from "./locks";
import { checkDeviceValue, checkOptionNames } from "./option-privileges";
import type { Caller } from "./permissions";
import { startVm } from "./start-vm";
import type { TaskLog } from "./tasks";
import { storedValue } from "./update-config";
import { Vm } from "./vm";

export interface CreateRequest {
  readonly vmId: number;
  readonly pool: string | undefined;
  readonly start: boolean;
  readonly options: Readonly<Record<string, string>>;
}

/** Creates a VM with new, imported or existing disks in a `qmcreate` task. */
export function createVm(datacenter: Datacenter, caller: Caller, host: Host, request: CreateRequest): string {
  checkCreate(datacenter, caller, host, request);
  const vm = new Vm(request.vmId, host, { lock: "create" });
  const machine = request.options["name"] ?? vm.name;
  const task = { node: host.name, type: "qmcreate", id: String(vm.vmId), user: caller.user, machine };
  return datacenter.tasks.start(task, async (log) => {
    await datacenter.world.events.span(machine, "create", createLatency(datacenter, host, request), () =>
      host.locks.exclusive(configLock(vm.vmId), 1_000, () => runCreate(datacenter, vm, request, log)),
    );
    if (request.start) await startVm(datacenter, vm, log);
  });
}

function checkCreate(datacenter: Datacenter, caller: Caller, host: Host, request: CreateRequest): void {
  const { vmId, pool, options } = request;
  if (pool !== undefined) datacenter.pools.get(pool);
  checkOptionNames(caller, vmId, Object.keys(options));
  for (const [name, value] of Object.entries(options)) {
    if (isDrive(name)) checkDriveAccess(caller, { host, vmId }, name, value);
    checkDeviceValue(caller, vmId, name, value);
  }
  checkUnused(datacenter, vmId);
}

function checkUnused(datacenter: Datacenter, vmId: number): void {
  const taken = datacenter.takenBy(vmId);
  if (taken !== undefined) throw failure(`unable to create VM ${vmId} - ${taken}`);
}

async function runCreate(datacenter: Datacenter, vm: Vm, request: CreateRequest, log: TaskLog): Promise<void> {
  checkUnused(datacenter, vm.vmId);
  datacenter.vms.set(vm.vmId, vm);
  try {
    for (const [name, value] of Object.entries(request.options)) {
      vm.config[name] = isDrive(name)
        ? await realise(datacenter, vm, name, value, log)
        : await storedValue(datacenter, vm, name, value);
    }
    addIdentities(datacenter, vm);
    if (request.pool !== undefined) datacenter.pools.addVm(request.pool, vm.vmId, false);
    delete vm.config["lock"];
  } catch (error) {
    for (const volume of ownedDisks(vm.host, vm.vmId)) freeDisk(datacenter, vm.host, volume);
    datacenter.vms.delete(vm.vmId);
    throw failure(`unable to create VM ${vm.vmId} - ${error instanceof Error ? error.message : String(error)}`);
  }
  datacenter.emitMachine(vm, "created");
}

async function realise(datacenter: Datacenter, vm: Vm, name: string, value: string, log: TaskLog): Promise<string> {
  const stored = await storedValue(datacenter, vm, name, value);
  log(`${name}: successfully created disk '${stored}'`);
  return stored;
}

/** What PVE adds to every new VM. */
function addIdentities(datacenter: Datacenter, vm: Vm): void {
  vm.config["smbios1"] ??= `uuid=${datacenter.newUuid()}`;
  vm.config["vmgenid"] ??= datacenter.newUuid();
  vm.config["meta"] =
    `creation-qemu=${datacenter.world.spec.pveVersion.startsWith("8") ? "9.2.0" : "10.1.2"},ctime=${datacenter.tasks.seconds()}`;
  vm.config["boot"] ??= defaultBoot(vm.config);
}

function defaultBoot(config: Readonly<Record<string, string>>): string {
  const disk = ["ide0", "scsi0", "virtio0", "sata0"].find((name) => config[name] !== undefined);
  const devices = [
    disk,
    config["ide2"] === undefined ? undefined : "ide2",
    config["net0"] === undefined ? undefined : "net0",
  ];
  return `order=${devices.filter((name) => name !== undefined).join(";")}`;
}

/** What the profile says the disks take: handing each out, and copying those that are imported. */
function createLatency(datacenter: Datacenter, host: Host, { options }: CreateRequest): number {
  const { allocate, copyPerGiB } = datacenter.world.latencies;
  return drivesOf(options).reduce((sum, [, drive]) => {
    if (newDiskOrder(drive) === undefined && !isCloudInit(drive)) return sum;
    const source = findVolume(host, drive["import-from"] ?? "");
    return sum + allocate + (source?.diskGiB ?? 0) * copyPerGiB;
  }, 0);
}
