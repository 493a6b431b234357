import { failure, parameterErrors } from "../errors";
import { efiBytes } from "./attach-drive";
import { isInSnapshot } from "./config-volumes";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { allocateDisk, copyData, formatOn, freeDisk, makeBase } from "./disks";
import { volumeOf } from "./find-volume";
import { isCdrom, isCloudInit, parseDrive, printDrive } from "./drive";
import { registerUnused } from "./pending";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";
import { volumeId } from "./volume";
import { GiB } from "../schema/size";
import { assertUnchanged } from "./unchanged";

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
  const { events, latencies } = datacenter.simulation;
  const latency = latencies.allocate + (volume.sizeBytes / GiB) * latencies.copyPerGiB;
  const task = { node: vm.host.node, type: "qmmove", id: String(vm.vmId), user: caller.user, machine: vm.name };
  return datacenter.tasks.start(task, (log) =>
    events.span(vm.name, "move-disk", latency, () =>
      underConfigLock(vm, async () => {
        const { storage, format } = request;
        log(`create full clone of drive ${request.disk} (${volumeId(volume)})`);
        const purpose = isCloudInit(drive) ? ({ purpose: "cloudinit" } as const) : {};
        const wanted = formatOn(vm.host.storage(storage), format ?? volume.format);
        const order = {
          storage,
          vmId: vm.vmId,
          bytes: request.disk === "efidisk0" ? vm.host.storage(storage).rounded(efiBytes(drive)) : volume.sizeBytes,
          format: wanted,
          image: volume.image,
          ...purpose,
        };
        const copy = await allocateDisk(datacenter, vm.host, order);
        if (vm.isTemplate) makeBase(vm.host, copy);
        await copyData(vm.host.storage(volume.storage), vm.host.storage(storage), volume.sizeBytes);
        const { format: _format, ...options } = drive;
        const size = String(copy.sizeBytes);
        // What is unused is its volume and nothing else.
        vm.config[request.disk] = /^unused/.test(request.disk)
          ? volumeId(copy)
          : printDrive(request.disk, { ...options, file: volumeId(copy), size });
        if (request.deleteOriginal || isCloudInit(drive)) freeDisk(datacenter, vm.host, volume);
        else registerUnused(vm, volumeId(volume));
        datacenter.emitMachine(vm, "config");
      }),
    ),
  );
}

function moved(vm: Vm, request: MoveRequest) {
  vm.checkLock();
  assertUnchanged(request.digest, vm.digest());
  const value = vm.config[request.disk];
  if (value === undefined) throw failure(`disk '${request.disk}' does not exist`);
  const drive = parseDrive(request.disk, value);
  if (isCdrom(drive) && !isCloudInit(drive)) throw failure("you can't move a cdrom");
  const volume = volumeOf(vm.host, drive["file"] as string);
  if (volume.storage === request.storage && (request.format ?? volume.format) === volume.format)
    throw failure("you can't move to the same storage with same format");
  if (request.deleteOriginal && isInSnapshot(vm, volume))
    throw failure("you can't move a disk with snapshots and delete the source");
  const { content, id } = vm.host.storage(request.storage);
  if (!content.includes("images")) throw parameterErrors({ storage: `storage '${id}' does not support vm images` });
  return { drive, volume };
}
