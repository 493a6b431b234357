import type { Container } from "../model/container";
import type { Datacenter } from "../model/datacenter";
import type { Host } from "../model/host";
import { knownOf } from "../model/host-power";
import type { Storage } from "../model/storage";
import type { Vm } from "../model/vm";
import { MiB } from "../schema/size";
import { contentOf } from "./storage";
import { coresOf, usageView } from "./vm-view";

/** Rows of guests and storages, as the resources of the cluster and the members of a pool have them (API2Tools.pm). */
export type ResourceRow = Record<string, string | number>;

/** All guests, sorted by their numbers as if these were names. */
export function guestRows(datacenter: Datacenter): ResourceRow[] {
  return byNumber([...datacenter.vms.keys(), ...datacenter.containers.keys()]).flatMap((vmId) =>
    guestRow(datacenter, vmId),
  );
}

export const byNumber = (vmIds: readonly number[]): number[] => vmIds.map(String).sort().map(Number);

/** None where no guest has the number. */
export function guestRow(datacenter: Datacenter, vmId: number): ResourceRow[] {
  const [vm, container] = [datacenter.vms.get(vmId), datacenter.containers.get(vmId)];
  if (vm) return [qemuRow(datacenter, vm)];
  return container ? [containerRow(container)] : [];
}

function qemuRow(datacenter: Datacenter, vm: Vm): ResourceRow {
  const more: ResourceRow = { id: `qemu/${vm.vmId}`, type: "qemu", node: vm.host.node };
  const isForgotten = knownOf(datacenter, vm.host) === "forgotten" || !datacenter.reports.isReported(vm);
  if (isForgotten) return { ...more, vmid: vm.vmId, status: "unknown", ...fromFile(vm) };
  const row = Object.assign(usageView(datacenter, vm), more, { maxcpu: coresOf(vm), template: vm.isTemplate ? 1 : 0 });
  return vm.host.lastSeenRunning.has(vm.vmId) ? { ...row, status: "running" } : row;
}

/** What is read from the file, and so known at once. */
const fromFile = ({ config }: Vm): ResourceRow =>
  Object.fromEntries(["lock", "tags"].flatMap((name) => (config[name] === undefined ? [] : [[name, config[name]]])));

function containerRow({ vmId, name, host, running }: Container): ResourceRow {
  return {
    id: `lxc/${vmId}`,
    type: "lxc",
    node: host,
    vmid: vmId,
    name,
    status: running ? "running" : "stopped",
    cpu: 0,
    maxcpu: 1,
    mem: 0,
    maxmem: 512 * MiB,
    disk: 0,
    maxdisk: 0,
    uptime: running ? 86_400 : 0,
    netin: 0,
    netout: 0,
    diskread: 0,
    diskwrite: 0,
    template: 0,
  };
}

/** All storages in the order of a hash, each host by host. */
export function storageRows(datacenter: Datacenter): ResourceRow[] {
  const { hosts, simulation } = datacenter;
  const ids = new Set([...hosts.values()].flatMap(({ storages }) => [...storages.keys()]));
  const walk = simulation.hashOrder.walk("storages", ids);
  return walk.flatMap((id) => [...hosts.values()].flatMap((host) => storageRow(datacenter, host, id)));
}

/** None where the host has no such storage. */
export function storageRow(datacenter: Datacenter, host: Host, id: string): ResourceRow[] {
  const storage = host.storages.get(id);
  if (!storage) return [];
  const row = rowOf(host, storage, contentOf(storage, datacenter.simulation.hashOrder));
  if (knownOf(datacenter, host) === "forgotten") return [row];
  return [{ ...row, status: "available", disk: storage.usedBytes, maxdisk: storage.capacityBytes }];
}

/** Without what the host reports of it. */
function rowOf({ node }: Host, { id, type, isShared }: Storage, content: string): ResourceRow {
  return {
    id: `storage/${node}/${id}`,
    type: "storage",
    storage: id,
    node,
    status: "unknown",
    plugintype: type,
    content,
    shared: isShared ? 1 : 0,
  };
}
