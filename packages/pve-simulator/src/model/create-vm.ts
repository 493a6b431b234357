import { failure } from "../errors";
import { realiseDrive } from "./attach-drive";
import { asWritten, isReadAgain } from "./config-file";
import { checkDriveAccess } from "./drive-access";
import type { Datacenter } from "./datacenter";
import { freeDisk, ownedDisks } from "./disks";
import { findVolume } from "./find-volume";
import { drivesOf, isCdrom, isCloudInit, isDrive, newDiskOrder, printBootOrder, readDrive } from "./drive";
import { drivesRead, withoutAlias } from "./drive-parameter";
import type { Host } from "./host";
import { configLock } from "./locks";
import { checkVga, pinnedMachine } from "./machine-type";
import { netWithAddress } from "./network-device";
import { nicNames } from "./nics";
import { checkDeviceValue, checkGivenResource, checkNewSerial, checkOptionNames } from "./option-privileges";
import type { Caller } from "./permissions";
import { startVm } from "./start-vm";
import type { TaskLog } from "./tasks";
import { Vm } from "./vm";

export interface CreateRequest {
  readonly vmId: number;
  readonly pool: string | undefined;
  readonly start: boolean;
  /** Where drives go that name no storage. */
  readonly storage: string | undefined;
  readonly options: Readonly<Record<string, string>>;
}

/** Creates a VM with new, imported or existing disks in a `qmcreate` task. */
export function createVm(datacenter: Datacenter, caller: Caller, host: Host, asked: CreateRequest): string {
  const request = checkCreate(datacenter, caller, host, asked);
  const vm = new Vm(request.vmId, host, { lock: "create" });
  const machine = request.options["name"] ?? vm.name;
  const task = { node: host.node, type: "qmcreate", id: String(vm.vmId), user: caller.user, machine };
  return datacenter.tasks.start(task, async (log) => {
    await datacenter.simulation.events.span(machine, "create", createLatency(datacenter, host, request), () =>
      host.locks.exclusive(configLock(vm.vmId), 1_000, () => runCreate(datacenter, vm, request, log)),
    );
    if (request.start) await autostart(datacenter, vm, log);
  });
}

/** What keeps a new machine from starting is no more than a line of the log. */
async function autostart(datacenter: Datacenter, vm: Vm, log: TaskLog): Promise<void> {
  log("Execute autostart");
  await startVm(datacenter, vm, log).catch((error: unknown) =>
    log(error instanceof Error ? error.message : String(error)),
  );
}

/** Checked in Proxmox' order: a user who may create the machine may give it drives. Returns the drives as parsed. */
function checkCreate(datacenter: Datacenter, caller: Caller, host: Host, asked: CreateRequest): CreateRequest {
  const { vmId } = asked;
  const given = withoutAlias(onStorage(asked));
  const sorted = Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of sorted) if (isDrive(name)) checkDriveAccess(caller, { host, vmId }, name, value);
  checkOptionNames(caller, vmId, Object.keys(given));
  for (const [name, value] of sorted) {
    checkNewSerial(name, value);
    if (!isDrive(name) && !/^net\d+$/.test(name)) checkDeviceValue(caller, vmId, name, value);
  }
  checkGivenResource(caller, given);
  const options = drivesRead(host, given);
  checkUnused(datacenter, vmId);
  return { ...asked, options };
}

function checkUnused(datacenter: Datacenter, vmId: number): void {
  const taken = datacenter.takenBy(vmId);
  if (taken !== undefined) throw failure(`unable to create VM ${vmId} - ${taken}`);
}

async function runCreate(datacenter: Datacenter, vm: Vm, request: CreateRequest, log: TaskLog): Promise<void> {
  checkUnused(datacenter, vm.vmId);
  datacenter.vms.set(vm.vmId, vm);
  try {
    if (request.options["vga"] !== undefined) checkVga(request.options["vga"]);
    for (const [name, value] of optionsOf(request)) {
      const written = asWritten(name, createdValue(datacenter, vm.vmId, name, value));
      if (written !== undefined) vm.config[name] = written;
    }
    for (const [name, value] of drivesIn(request)) {
      if (readDrive(name, value)) vm.config[name] = await realiseDrive(datacenter, vm, name, value, log);
    }
    for (const [name, value] of Object.entries(vm.config)) if (!isReadAgain(name, value)) delete vm.config[name];
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

/** `8` orders a disk on the storage that the request names for all. */
function onStorage({ options, storage }: CreateRequest): CreateRequest["options"] {
  if (storage === undefined) return options;
  const placed = ([name, value]: [string, string]) => [
    name,
    isDrive(name) ? value.replace(/^(file=|volume=)?(?=\p{Nd}+(?:\.\p{Nd}+)?(?:,|$))/u, `$1${storage}:`) : value,
  ];
  return Object.fromEntries(Object.entries(options).map(placed)) as Record<string, string>;
}

const optionsOf = ({ options }: CreateRequest) => Object.entries(options).filter(([name]) => !isDrive(name));

const drivesIn = ({ options }: CreateRequest) =>
  Object.entries(options)
    .filter(([name]) => isDrive(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));

/** Unlike a later change, a creation keeps tags and passwords as they came. */
function createdValue(datacenter: Datacenter, vmId: number, name: string, value: string): string {
  if (/^net\d+$/.test(name)) return netWithAddress(datacenter, vmId, name, value);
  return name === "vmgenid" && value === "1" ? datacenter.newUuid() : value;
}

/** What PVE adds to every new VM. */
function addIdentities(datacenter: Datacenter, vm: Vm): void {
  vm.config["smbios1"] ??= `uuid=${datacenter.newUuid()}`;
  vm.config["vmgenid"] ??= datacenter.newUuid();
  vm.config["meta"] =
    `creation-qemu=${datacenter.simulation.spec.pveVersion.startsWith("8") ? "9.2.0" : "10.1.2"},ctime=${datacenter.tasks.seconds()}`;
  vm.config["boot"] ??= asWritten("boot", printBootOrder(defaultBoot(vm.config))) ?? "";
  const machine = pinnedMachine(vm.config["machine"], vm.config["ostype"]);
  if (machine !== undefined) vm.config["machine"] = machine;
}

/** The first disk, the first CD drive and the first NIC. */
function defaultBoot(config: Readonly<Record<string, string>>): string[] {
  const drives = drivesOf(config).filter(([name]) => !/^(?:efidisk|tpmstate)/.test(name));
  const first = (isCd: boolean) => drives.find(([, drive]) => isCdrom(drive) === isCd)?.[0];
  return [first(false), first(true), nicNames(config)[0]].filter((name) => name !== undefined);
}

/** What the profile says the disks take: handing each out, and copying those that are imported. */
function createLatency(datacenter: Datacenter, host: Host, { options }: CreateRequest): number {
  const { allocate, copyPerGiB } = datacenter.simulation.latencies;
  return drivesOf(options).reduce((sum, [, drive]) => {
    if (newDiskOrder(drive) === undefined && !isCloudInit(drive)) return sum;
    const source = findVolume(host, drive["import-from"] ?? "");
    return sum + allocate + (source?.diskGiB ?? 0) * copyPerGiB;
  }, 0);
}
