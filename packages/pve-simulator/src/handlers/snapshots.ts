import type { Call } from "../http/route";
import { deleteSnapshot, rollBack, snapshotOf, takeSnapshot } from "../model/snapshots";
import { underConfigLock } from "../model/config-lock";
import { typedConfig } from "./vm-view";

/** In the order of a hash, and the machine as it is now at the end. */
export function list({ datacenter, vm }: Call): unknown {
  const { hashOrder } = datacenter.simulation;
  const names = hashOrder.walk(`snapshots of ${vm.vmId}`, vm.snapshots.keys());
  const { parent } = vm.config;
  const current = {
    name: "current",
    digest: vm.digest(),
    running: vm.running ? 1 : 0,
    description: "You are here!",
    ...(parent !== undefined && { parent }),
  };
  return [...names.map((name) => row(name, snapshotOf(vm, name))), current];
}

function row(name: string, { snaptime, vmstate, description, parent, snapstate }: Record<string, string>) {
  return {
    name,
    snaptime: Number(snaptime ?? 0),
    vmstate: vmstate === undefined ? 0 : 1,
    description: description ?? "",
    ...(parent !== undefined && { parent }),
    ...(snapstate !== undefined && { snapstate }),
  };
}

export function take({ caller, datacenter, params, vm }: Call): string {
  const description = params.maybe("description");
  return takeSnapshot(datacenter, caller, vm, {
    name: params.text("snapname"),
    description,
    withMemory: params.flag("vmstate"),
  });
}

export const index = (): unknown => [{ cmd: "rollback" }, { cmd: "config" }];

export function readConfig({ params, vm }: Call): unknown {
  return typedConfig(snapshotOf(vm, params.text("snapname")));
}

export async function changeConfig({ params, vm }: Call): Promise<null> {
  const description = params.maybe("description");
  if (description === undefined) return null;
  await underConfigLock(vm, () => {
    vm.checkLock();
    snapshotOf(vm, params.text("snapname"))["description"] = description;
    return Promise.resolve();
  });
  return null;
}

export function remove(call: Call): string {
  return deleteSnapshot(call.datacenter, call.caller, call.wantedVm, call.params.text("snapname"));
}

export function rollback(call: Call): string {
  const { caller, datacenter, params } = call;
  return rollBack(datacenter, caller, call.wantedVm, params.text("snapname"), params.flag("start"));
}
