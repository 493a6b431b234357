import type { StackPlan } from "../../distributions/distribution";
import { isInService } from "../../model/outside-vm-plan";
import { plannedGuests } from "../../stack/planned-guests";
import { storagesOn } from "../../model/storages";
import type { SimulationSpec } from "../../rehearsal/simulation-spec";
import type { PveClient } from "../../components/pve-client";

type Others = Required<Pick<SimulationSpec, "machines" | "files">>;

/**
 * What every host holds beside the stack: VMs, a container that runs, a template, files. Nobody has a
 * host for one cluster alone, and whatever a run does, it does beside these. Their ids are free in the earlier plan too.
 */
export function strangersOf(plan: StackPlan, earlier: StackPlan = plan): Others {
  const ids = freeIds([plan, earlier]);
  const each = Object.keys(plan.proxmox.hosts).map((host) => strangersOn(plan, host, ids));
  return { machines: each.flatMap(({ machines }) => machines), files: each.flatMap(({ files }) => files) };
}

/** The same, of what is made when the hosts run: a bridge on every host, and in every Proxmox cluster a pool with its VM. */
export async function settleStrangers(administrator: PveClient, plan: StackPlan, { machines }: Others): Promise<void> {
  for (const host of Object.keys(plan.proxmox.hosts)) {
    await administrator.task("POST", `/nodes/${host}/network`, { iface: BRIDGE, type: "bridge", comments: "backups" });
    await administrator.task("PUT", `/nodes/${host}/network`);
  }
  const firsts = new Map(machines.map(({ host, vmId }) => [administrator.installationOf(host), { host, vmId }]));
  for (const { host, vmId } of firsts.values()) {
    await administrator.at(host).task("POST", "/pools", { poolid: POOL, comment: "not the cluster's" });
    await administrator.at(host).task("PUT", "/pools", { poolid: POOL, vms: vmId });
  }
}

const BRIDGE = "vmbr4094";
const POOL = "household";

function strangersOn(plan: StackPlan, host: string, ids: Generator<number, never>): Others {
  const storages = Object.entries(storagesOn(plan, host));
  const disks = storages.find(([, { content }]) => content.includes("images"))?.[0];
  const disk = disks === undefined ? {} : { disk: { storage: disks, sizeGiB: 1 } };
  const common = { host, ...disk, config: { boot: "order=virtio0", memory: "64", cores: "1" } };
  return {
    machines: [
      { ...common, name: `nas-${host}`, vmId: ids.next().value },
      { ...common, name: `desk-${host}`, vmId: ids.next().value },
      { ...common, name: `golden-${host}`, vmId: ids.next().value, config: { ...common.config, template: "1" } },
      { host, config: {}, running: true, type: "lxc", name: `dns-${host}`, vmId: ids.next().value },
    ],
    files: storages.flatMap(([storage, { content }]) => [
      ...(content.includes("snippets") ? [{ host, volume: `${storage}:snippets/theirs-${host}.yaml` }] : []),
      ...(content.includes("iso") ? [{ host, volume: `${storage}:iso/installer-${host}.iso` }] : []),
    ]),
  };
}

/** Right behind the stack's own, where somebody's next guest would be. */
function* freeIds(plans: readonly StackPlan[]): Generator<number, never> {
  const taken = new Set(plans.flatMap((plan) => [...plannedGuests(plan), ...plan.vms].map(({ vmId }) => vmId)));
  for (const { source } of plans.flatMap(({ vms }) => vms.filter(isInService)))
    if (typeof source === "object" && "clone" in source) taken.add(source.clone);
  const nodes = plans.flatMap(({ nodes: some }) => some.map(({ vmId }) => vmId));
  for (let id = Math.max(...nodes) + 1; ; id++) if (!taken.has(id)) yield id;
}
