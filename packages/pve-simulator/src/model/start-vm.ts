import type { DriveBus, PowerOn } from "../guest-contract";
import { failure } from "../errors";
import { parsePropertyString } from "../schema/property-string";
import { GiB } from "../schema/size";
import { agentFormat, cpuFormat } from "../tables/option-formats";
import { type CloudInitDocuments, cloudInitDocuments } from "./cloud-init";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { volumeOf } from "./find-volume";
import { bootOrder, type Drive, drivesOf, isCdrom, isCloudInit, parseDrive } from "./drive";
import { driveBus } from "./drive-bus";
import { checkHardware } from "./hardware-checks";
import { memoryHeldByOthers } from "./host-memory";
import { nicsOf, plugFailure, plugProblem } from "./nics";
import { claimDevices } from "./pass-through";
import { applyPending } from "./pending";
import type { TaskLog } from "./tasks";
import type { Vm } from "./vm";
import type { Volume } from "./volume";

interface Size {
  readonly cores: number;
  readonly memoryMiB: number;
}

/** Starts a machine: pending changes apply, the cloud-init drive is rewritten, QEMU gets its devices. */
export function startVm(datacenter: Datacenter, vm: Vm, log: TaskLog): Promise<void> {
  const { clock, events, latencies } = datacenter.simulation;
  return events.span(vm.name, "start", latencies.quickTask, () =>
    underConfigLock(vm, async () => {
      if (vm.isTemplate) throw failure("you can't start a vm if it's a template");
      vm.checkLock();
      if (vm.running) throw failure(`VM ${vm.vmId} already running`);
      applyPending(datacenter, vm);
      const spec = launch(datacenter, vm, log);
      await clock.sleep(latencies.quickTask);
      const { cores, memoryMiB, diskGiB, diskId } = spec;
      const running = { cores, memoryMiB, diskGiB, diskId };
      datacenter.touch(vm.maker, {
        what: `VM ${vm.vmId} (${vm.name}) on ${vm.host.name}`,
        deed: "started",
        vmId: vm.vmId,
      });
      events.emit({ kind: "machine", machine: vm.name, vmId: vm.vmId, change: "starting", running });
      datacenter.guests.powerOn(spec);
    }),
  );
}

/** QEMU runs with what the machine's configuration says, and the guest is about to be switched on. */
export function launch(datacenter: Datacenter, vm: Vm, log: TaskLog): PowerOn {
  const cloudInit = writeCloudInit(datacenter, vm, log);
  checkHardware(vm);
  const devices = claimDevices(datacenter, vm);
  const size = checkedSize(datacenter, vm, devices.addresses.length > 0, log);
  const spec = powerOnSpec(vm, size, cloudInit, devices.ids);
  vm.running = {
    ...size,
    name: vm.name,
    pciAddresses: devices.addresses,
    unplugged: new Set<string>(),
    since: datacenter.simulation.clock.now(),
    pid: 1_000_000 + vm.vmId,
  };
  return spec;
}

function writeCloudInit(datacenter: Datacenter, vm: Vm, log: TaskLog): CloudInitDocuments | undefined {
  if (!drivesOf(vm.config).some(([, drive]) => isCloudInit(drive))) return undefined;
  const documents = cloudInitDocuments(vm);
  vm.cloudInitChanges.clear();
  log("generating cloud-init ISO");
  const names = {
    "user-data": documents.userData,
    "meta-data": documents.metaData,
    "vendor-data": documents.vendorData,
  };
  for (const [name, content] of Object.entries({ ...names, "network-config": documents.networkConfig })) {
    datacenter.simulation.events.emit({ kind: "document", machine: vm.name, name, content });
  }
  return documents;
}

/**
 * The size QEMU starts with. Linux lets machines promise more memory than there is, but refuses a single one larger than
 * the host, and pass-through pins all of a machine's memory, so that has to be free.
 */
function checkedSize(datacenter: Datacenter, vm: Vm, pinned: boolean, log: TaskLog): Size {
  const { memoryMiB: hostMemory, threads } = vm.host.spec;
  const cores = Number(vm.config["cores"] ?? 1) * Number(vm.config["sockets"] ?? 1);
  const memoryMiB = Number((vm.config["memory"] ?? "512").replace(/^current=/, ""));
  if (cores > threads) throw failure(`MAX ${threads} vcpus allowed per VM on this node`);
  const others = pinned ? memoryHeldByOthers(datacenter, vm) : 0;
  if (memoryMiB + others > hostMemory) {
    log("QEMU: kvm: cannot set up guest memory 'pc.ram': Cannot allocate memory");
    throw failure("start failed: QEMU exited with code 1");
  }
  nicsOf(vm).forEach((nic, index) => {
    const problem = plugProblem(vm.host, nic);
    if (!problem) return;
    log(problem.words);
    log(plugFailure(vm, index, problem.status));
    throw failure("start failed: QEMU exited with code 1");
  });
  return { cores, memoryMiB };
}

function powerOnSpec(
  vm: Vm,
  size: Size,
  cloudInit: CloudInitDocuments | undefined,
  pciIds: readonly string[],
): PowerOn {
  for (const [, drive] of drivesOf(vm.config)) if (!isCdrom(drive)) volumeOf(vm.host, drive["file"] as string);
  const disk = bootDisk(vm);
  return {
    ...size,
    vmId: vm.vmId,
    name: vm.name,
    host: vm.host.name,
    pciIds,
    diskGiB: disk ? disk.sizeBytes / GiB : 0,
    diskId: disk?.diskId ?? "",
    image: disk?.image ?? "",
    nics: nicsOf(vm),
    ...(cloudInit && { cloudInit, cloudInitBus: cloudInitBus(vm.config) }),
    agentDevice: agentIsEnabled(vm.config),
    secureBoot: enrolledKeys(vm.config),
    cpuType: parsePropertyString(cpuFormat, vm.config["cpu"] ?? "cputype=kvm64")["cputype"] ?? "kvm64",
  };
}

function cloudInitBus(config: Readonly<Record<string, string>>): DriveBus {
  const [name = ""] = drivesOf(config).find(([, drive]) => isCloudInit(drive)) ?? [];
  return driveBus(name, config);
}

/** UEFI starts only what is signed once Microsoft's keys are enrolled. */
function enrolledKeys(config: Readonly<Record<string, string>>): boolean {
  const disk = config["efidisk0"];
  return config["bios"] === "ovmf" && disk !== undefined && parseDrive("efidisk0", disk)["pre-enrolled-keys"] === "1";
}

export function agentIsEnabled(config: Readonly<Record<string, string>>): boolean {
  return parsePropertyString(agentFormat, config["agent"] ?? "enabled=0")["enabled"] === "1";
}

/** The first disk of the boot order; without an order, the first disk there is. */
export function bootDisk(vm: Vm): Volume | undefined {
  const drive = bootDrive(vm);
  return drive && volumeOf(vm.host, drive["file"] as string);
}

/** The same as the configuration has it, whether its volume is there or not. */
export function bootDrive(vm: Vm): Drive | undefined {
  const disks = drivesOf(vm.config).filter(([name, drive]) => !isCdrom(drive) && !/^(?:efidisk|tpmstate)/.test(name));
  const names = bootOrder(vm.config) ?? disks.map(([name]) => name);
  const first = names.map((name) => disks.find(([disk]) => disk === name)).find((found) => found !== undefined);
  return first?.[1];
}
