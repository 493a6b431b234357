import { failure } from "../errors";
import { underConfigLock } from "./config-lock";
import type { Datacenter } from "./datacenter";
import { freeDisk, ownedDisks } from "./disks";
import { findVolume } from "./find-volume";
import { drivesOf } from "./drive";
import type { Caller } from "./permissions";
import type { Vm } from "./vm";
import type { Volume } from "./volume";

export interface DestroyRequest {
  /** Disks too that its configuration does not name, but that bear its id. */
  readonly unreferenced: boolean;
  /** Takes it out of HA and backup jobs. */
  readonly purge: boolean;
}

/** Removes a VM with its disks; one that runs, is protected or under HA is refused at once. */
export function destroyVm(datacenter: Datacenter, caller: Caller, vm: Vm, request: DestroyRequest): string {
  checkDestroy(datacenter, vm, request);
  const { clock, events, latencies } = datacenter.simulation;
  const task = { node: vm.host.node, type: "qmdestroy", id: String(vm.vmId), user: caller.user, machine: vm.name };
  return datacenter.tasks.start(task, () =>
    events.span(vm.name, "destroy", latencies.quickTask, () =>
      underConfigLock(vm, async () => {
        checkDestroy(datacenter, vm, request);
        vm.checkLock();
        await clock.sleep(latencies.quickTask);
        for (const volume of disksToFree(vm, request.unreferenced)) freeDisk(datacenter, vm.host, volume);
        datacenter.vms.delete(vm.vmId);
        datacenter.pools.forget(vm.vmId);
        datacenter.ha.remove(vm.vmId);
        datacenter.emitMachine(vm, "destroyed");
      }),
    ),
  );
}

function checkDestroy({ ha }: Datacenter, vm: Vm, { purge }: DestroyRequest): void {
  vm.checkProtection(`can't remove VM ${vm.vmId}`);
  if (ha.find(vm.vmId) && !purge)
    throw failure(`unable to remove VM ${vm.vmId} - used in HA resources and purge parameter not set.`);
  if (vm.running) throw failure(`VM ${vm.vmId} is running - destroy failed`);
}

function disksToFree(vm: Vm, unreferenced: boolean): Volume[] {
  const owned = ownedDisks(vm.host, vm.vmId);
  if (unreferenced) return owned;
  const configs = [{ ...vm.config, ...vm.pending }, ...vm.snapshots.values()];
  const drives = configs.flatMap((config) => drivesOf(config).map(([, drive]) => drive["file"] ?? ""));
  const memory = [...vm.snapshots.values()].flatMap(({ vmstate }) => vmstate ?? []);
  const unused = Object.keys(vm.config)
    .filter((name) => /^unused\d+$/.test(name))
    .map((name) => vm.config[name] as string);
  const named = new Set([...drives, ...unused, ...memory].map((file) => findVolume(vm.host, file)));
  return owned.filter((volume) => named.has(volume));
}
