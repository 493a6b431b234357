import { isInService, type LivingOutsideVm } from "../../model/outside-vm-plan";
import type { StackPlan } from "../../distributions/distribution";
import type { SimulationSpec } from "../simulation-spec";

/** What the plan takes for granted: decommissioned machines, machines to clone, ISOs to install from, and the ways out. */
export function existingOf(plan: StackPlan): Pick<SimulationSpec, "machines" | "files" | "subnets"> {
  const managed = plan.vms.filter(isInService);
  const retired = plan.vms.filter((outsideVm) => !isInService(outsideVm));
  return {
    machines: [
      ...retired.map(({ name, vmId, host }) => ({ name, vmId, host, config: { onboot: "0" } })),
      ...managed.flatMap(cloneSource),
      ...managed.filter(({ adopted }) => adopted !== undefined).map(setUpByHand),
    ],
    files: managed.flatMap(({ host, source }) =>
      typeof source === "object" && "iso" in source ? [{ host, volume: source.iso }] : [],
    ),
    subnets: plan.network.subnets,
  };
}

/** What an entry with `adopt` speaks of, made by somebody who chose nothing as this program would. */
function setUpByHand(outsideVm: LivingOutsideVm): NonNullable<SimulationSpec["machines"]>[number] {
  const { name, vmId, host, cores, memoryMiB, diskGiB, storage, nics, state, onBoot, startup, adopted } = outsideVm;
  const cables = nics.map(({ bridge, vlan, macAddress }, index): [string, string] => [
    `net${index}`,
    `virtio=${macAddress},bridge=${bridge},firewall=1${vlan === undefined ? "" : `,tag=${vlan}`}`,
  ]);
  const { order, upDelaySeconds, downDelaySeconds } = startup;
  const config: Record<string, string> = {
    cores: String(cores),
    memory: String(memoryMiB),
    sockets: "1",
    cpu: "x86-64-v2-AES",
    ostype: "l26",
    scsihw: "virtio-scsi-single",
    boot: "order=virtio0",
    tags: "community-script",
    description: "set up by hand",
    onboot: onBoot ? "1" : "0",
    ...(adopted?.startup && { startup: `order=${order},up=${upDelaySeconds},down=${downDelaySeconds}` }),
    ...Object.fromEntries(cables),
  };
  return { name, vmId, host, config, disk: { storage, sizeGiB: diskGiB }, running: state === "running" };
}

/** One that is small enough to be cloned into what is planned. */
function cloneSource({ host, source, storage }: LivingOutsideVm): NonNullable<SimulationSpec["machines"]> {
  if (typeof source !== "object" || !("clone" in source)) return [];
  const disk = { storage, sizeGiB: 1 };
  // As Proxmox' own page makes them.
  const config = { boot: "order=virtio0;ide2;net0", ide2: "none,media=cdrom", scsihw: "virtio-scsi-single" };
  return [{ name: `template-${source.clone}`, vmId: source.clone, host, config, disk }];
}
