import { type ApiError, failure } from "../errors";
import type { Datacenter } from "./datacenter";

/** Whether the hosts that are on are a majority. Every host has one vote. */
export function isQuorate({ hosts }: Pick<Datacenter, "hosts">): boolean {
  const votes = [...hosts.values()].filter(({ hasPower }) => hasPower).length;
  return votes * 2 > hosts.size;
}

/** What asks for the quorum before it does anything (API2/Qemu.pm, `check_cfs_quorum`). */
const ASKS_FIRST = /^POST \/nodes\/[^/]+\/qemu(?:\/\d+\/(?:clone|migrate|status\/start))?$/;

/** What takes a lock of the whole cluster, with the words before it (Pool.pm, Mapping/PCI.pm, Resources.pm, Cluster.pm). */
const TAKES_LOCK: readonly (readonly [RegExp, string])[] = [
  [/^POST \/pools$/, "create pool failed: cfs-lock 'file-user_cfg' error"],
  [/^PUT \/pools/, "update pools failed: cfs-lock 'file-user_cfg' error"],
  [/^DELETE \/pools/, "delete pool failed: cfs-lock 'file-user_cfg' error"],
  [/^POST \/cluster\/mapping\/pci$/, "create hardware mapping failed: cfs-lock 'file-mapping_pci_cfg' error"],
  [/^PUT \/cluster\/mapping\/pci\//, "update hardware mapping failed: cfs-lock 'file-mapping_pci_cfg' error"],
  [/^DELETE \/cluster\/mapping\/pci\//, "delete pci mapping failed: cfs-lock 'file-mapping_pci_cfg' error"],
  [/^POST \/cluster\/ha\/resources$/, "create resource failed: cfs-lock 'domain-ha' error"],
  [/^(?:PUT|DELETE|POST) \/cluster\/ha\/resources\//, "cfs-lock 'domain-ha' error"],
];

/** Refuses what cannot be done while the cluster's files are read-only (pmxcfs without a majority). */
export function checkQuorum(datacenter: Datacenter, method: string, path: string): void {
  if (method === "GET" || isQuorate(datacenter)) return;
  const request = `${method} ${path}`;
  if (ASKS_FIRST.test(request)) throw failure("cluster not ready - no quorum?");
  const [, words] = TAKES_LOCK.find(([asked]) => asked.test(request)) ?? [];
  if (words !== undefined) throw failure(`${words}: no quorum!`);
  const [, node, vmId] = /^PUT \/nodes\/([^/]+)\/qemu\/(\d+)\/config$/.exec(request) ?? [];
  if (node !== undefined) throw readOnly(node, vmId ?? "");
}

/** Tasks that write the file of a machine, and fail there. */
const WRITES = ["qmconfig", "resize", "qmtemplate", "qmdestroy", "qmmove"];

/** Why a task that was taken cannot be done. */
export function taskProblem(datacenter: Datacenter, type: string, node: string, id: string): ApiError | undefined {
  return WRITES.includes(type) && !isQuorate(datacenter) ? readOnly(node, id) : undefined;
}

/** PVE::File, `file_set_contents`. */
const readOnly = (node: string, vmId: string): ApiError =>
  failure(`unable to open file '/etc/pve/nodes/${node}/qemu-server/${vmId}.conf.tmp.4711' - Permission denied`);
