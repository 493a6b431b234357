import { failure } from "../errors";
import { GiB, parseSize } from "../schema/size";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { isCdrom, parseDrive, printDrive } from "./drive";
import { sizedVolume } from "./missing-volume";
import type { Caller } from "./permissions";
import { bootDisk } from "./start-vm";
import type { Vm } from "./vm";
import { parseVolumeId } from "./volume";
import type { WantedVm } from "./wanted-vm";

export interface ResizeRequest {
  readonly disk: string;
  /** Absolute, or relative with a leading plus. */
  readonly size: string;
  readonly digest: string | undefined;
}

/** Grows a disk in a `resize` task; a running machine sees the new size at once. */
export function resizeDisk(datacenter: Datacenter, caller: Caller, wanted: WantedVm, request: ResizeRequest): string {
  const { host, vmId } = wanted;
  const known = datacenter.vms.get(vmId);
  const machine = known?.host === host ? { machine: known.name } : {};
  const task = { node: host.node, type: "resize", id: String(vmId), user: caller.user, ...machine };
  return datacenter.tasks.start(task, async () => resizeNow(datacenter, caller, wanted.get(), request));
}

function resizeNow(datacenter: Datacenter, caller: Caller, vm: Vm, request: ResizeRequest): Promise<void> {
  const { clock, events, latencies } = datacenter.simulation;
  return events.span(vm.name, "resize", latencies.quickTask, () =>
    underConfigLock(vm, async () => {
      vm.checkDigest(request.digest);
      vm.checkLock();
      await clock.sleep(latencies.quickTask);
      grow(datacenter, caller, vm, request);
    }),
  );
}

function grow(datacenter: Datacenter, caller: Caller, vm: Vm, { disk, size }: ResizeRequest): void {
  const value = vm.config[disk];
  if (value === undefined) throw failure(`disk '${disk}' does not exist`);
  const drive = parseDrive(disk, value);
  const { file = "" } = drive;
  const id = parseVolumeId(file);
  if (!id) throw failure(`unable to parse volume ID '${file}'`);
  if (isCdrom(drive)) throw failure("you can't resize a cdrom");
  caller.check(`/storage/${id.storage}`, "Datastore.AllocateSpace");
  const volume = sizedVolume(vm.host, file, `Could not determine current size of volume '${file}'`);
  const given = parseSize(size.replace(/^\+/, "")) ?? 0;
  const wanted = size.startsWith("+") ? volume.sizeBytes + given : given;
  if (wanted < volume.sizeBytes) throw failure("shrinking disks is not supported");
  if (wanted === volume.sizeBytes) return;
  const storage = vm.host.storage(volume.storage);
  // The file says what was asked for, the storage has whole pieces (ZFSPoolPlugin.pm, `volume_resize`; lvextend).
  storage.resize(volume, storage.rounded(wanted));
  vm.config[disk] = printDrive(disk, { ...drive, size: String(wanted) });
  // QEMU tells the running machine at once (qemu-server: block_resize).
  if (vm.running && bootDisk(vm) === volume) datacenter.guests.grow(vm.vmId, wanted / GiB);
  datacenter.emitMachine(vm, "config");
}
