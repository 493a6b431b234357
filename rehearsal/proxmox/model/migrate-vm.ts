import { failure, parameterErrors } from "../errors";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { copyData, volumeOf } from "./disks";
import { drivesOf, isCdrom, isCloudInit } from "./drive";
import type { Host } from "./host";
import { entriesFor } from "./mappings";
import type { Caller } from "./permissions";
import type { TaskLog } from "./tasks";
import type { Vm } from "./vm";
import { type Volume, volumeId } from "./volume";

export interface MigrateRequest {
  readonly target: string;
  readonly online: boolean;
  readonly withLocalDisks: boolean;
}

/**
 * Moves a VM to another host of the cluster: what can be seen at once is refused at once, the rest fails in the
 * `qmigrate` task (qemu-server API2/Qemu.pm migrate_vm, QemuMigrate.pm scan_local_volumes). What is shared stays.
 */
export function migrateVm(datacenter: Datacenter, caller: Caller, vm: Vm, request: MigrateRequest): string {
  if (request.target === vm.host.name) throw parameterErrors({ target: "target is local node." });
  const target = datacenter.host(request.target);
  vm.checkLock();
  if (vm.running && !request.online) throw failure("can't migrate running VM without --online");
  for (const [, drive] of drivesOf(vm.config)) checkStorage(target, drive["file"] ?? "");
  const task = { node: vm.host.name, type: "qmigrate", id: String(vm.vmId), user: caller.user, machine: vm.name };
  const { events, latencies } = datacenter.world;
  return datacenter.tasks.start(task, (log) =>
    events.span(vm.name, "migrate", latencies.quickTask, () =>
      underConfigLock(vm, () => move(datacenter, vm, target, request, log)),
    ),
  );
}

function checkStorage(target: Host, file: string): void {
  const [storage = ""] = file.includes(":") ? file.split(":") : [];
  if (storage === "" || target.storages.has(storage)) return;
  throw failure(`storage '${storage}' is not available on node '${target.name}'`);
}

async function move(
  datacenter: Datacenter,
  vm: Vm,
  target: Host,
  request: MigrateRequest,
  log: TaskLog,
): Promise<void> {
  checkDevices(datacenter, vm, target);
  const problems = problemsOf(vm, request);
  for (const problem of problems) log(problem);
  if (problems.length > 0) throw failure("migration aborted: can't migrate VM - check log");
  for (const volume of localVolumes(vm)) {
    const [from, to] = [vm.host.storage(volume.storage), target.storage(volume.storage)];
    await copyData(from, to, volume.sizeBytes);
    from.remove(volume);
    to.add(volume);
  }
  vm.host = target;
}

function checkDevices(datacenter: Datacenter, vm: Vm, target: Host): void {
  const cards = Object.entries(vm.config).filter(([option]) => /^hostpci\d+$/.test(option));
  const raw = cards.filter(([, value]) => !/(?:^|,)mapping=/.test(value)).map(([option]) => option);
  if (raw.length > 0) throw failure(`can't migrate VM which uses local devices: ${raw.join(", ")}`);
  const names = cards.map(([option]) => option).join(", ");
  if (cards.length > 0 && vm.running) {
    throw failure(`can't migrate running VM which uses following mapped devices: ${names}`);
  }
  for (const [option, value] of cards) {
    const mapping = datacenter.mappings.find(/(?:^|,)mapping=([^,]+)/.exec(value)?.[1] ?? "");
    if (mapping && entriesFor(mapping, target.name).length > 0) continue;
    throw failure(`can't migrate to '${target.name}': missing mapped devices ${option}`);
  }
}

/** Why disks cannot go along, in the words of the task's log. */
function problemsOf(vm: Vm, { withLocalDisks }: MigrateRequest): string[] {
  return drivesOf(vm.config).flatMap(([, drive]) => {
    const file = drive["file"] ?? "";
    const refuse = (why: string) => [`can't migrate local disk '${file}': ${why}`];
    if (isCloudInit(drive) || file === "none" || isOnShared(vm, file)) return [];
    if (isCdrom(drive)) return refuse("local cdrom image");
    const { vmId } = volumeOf(vm.host, file);
    if (vmId !== vm.vmId) return refuse(`owned by other VM (owner = VM ${vmId ?? "none"})`);
    if (!vm.running || withLocalDisks) return [];
    return refuse("can't live migrate attached local disks without with-local-disks option");
  });
}

const isOnShared = (vm: Vm, file: string) => vm.host.storages.get(file.replace(/:.*$/, ""))?.isShared === true;

function localVolumes(vm: Vm): Volume[] {
  const files = new Set(drivesOf(vm.config).map(([, drive]) => drive["file"] ?? ""));
  const local = [...vm.host.storages.values()].filter(({ isShared }) => !isShared);
  return local.flatMap((storage) =>
    storage.all().filter((volume) => volume.content === "images" && files.has(volumeId(volume))),
  );
}
