import { failure, parameterErrors } from "../errors";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { allocateDisk, copyData, freeDisk, volumeOf } from "./disks";
import { isCdrom, isCloudInit, parseDrive, printDrive } from "./drive";
import { registerUnused } from "./pending";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";
import { volumeId } from "./volume";
import { GiB } from "../schema/size";

export interface MoveRequest {
  readonly disk: string;
  readonly storage: string;
  readonly format: string | undefined;
  readonly deleteOriginal: boolean;
  readonly digest: string | undefined;
}

/** Copies a disk to another storage and uses the copy from then on. */
export function moveDisk(datacenter: Datacenter, caller: Caller, vm: Vm, request: MoveRequest): string {
  caller.check(`/storage/${request.storage}`, "Datastore.AllocateSpace");
  const { drive, volume } = moved(vm, request);
  const { events, latencies } = datacenter.world;
  const latency = latencies.allocate + (volume.sizeBytes / GiB) * latencies.copyPerGiB;
  const task = { node: vm.host.name, type: "qmmove", id: String(vm.vmId), user: caller.user, machine: vm.name };
  return datacenter.tasks.start(task, () =>
    events.span(vm.name, "move-disk", latency, () =>
      underConfigLock(vm, async () => {
        const { storage, format } = request;
        const purpose = isCloudInit(drive) ? ({ purpose: "cloudinit" } as const) : {};
        const wanted = format ?? (vm.host.storage(storage).isFileBased ? volume.format : "raw");
        const order = {
          storage,
          vmId: vm.vmId,
          bytes: volume.sizeBytes,
          format: wanted,
          image: volume.image,
          ...purpose,
        };
        const copy = await allocateDisk(datacenter, vm.host, order);
        await copyData(vm.host.storage(volume.storage), vm.host.storage(storage), volume.sizeBytes);
        const { format: _format, ...options } = drive;
        vm.config[request.disk] = printDrive(request.disk, { ...options, file: volumeId(copy) });
        if (request.deleteOriginal) freeDisk(datacenter, vm.host, volume);
        else registerUnused(vm, volumeId(volume));
        datacenter.emitMachine(vm, "config");
      }),
    ),
  );
}

function moved(vm: Vm, request: MoveRequest) {
  vm.checkDigest(request.digest);
  vm.checkLock();
  const value = vm.config[request.disk];
  if (value === undefined) throw failure(`disk '${request.disk}' does not exist`);
  const drive = parseDrive(request.disk, value);
  if (isCdrom(drive) && !isCloudInit(drive)) throw failure("you can't move a cdrom");
  const volume = volumeOf(vm.host, drive["file"] as string);
  if (volume.storage === request.storage && (request.format ?? volume.format) === volume.format)
    throw failure("you can't move to the same storage with same format");
  const { content, id } = vm.host.storage(request.storage);
  if (!content.includes("images")) throw parameterErrors({ storage: `storage '${id}' does not support vm images` });
  return { drive, volume };
}
