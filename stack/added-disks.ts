import type { StackPlan } from "../distributions/distribution";
import type { Issue } from "../model/errors";
import type { Guest } from "../model/inventory";
import type { LastRun } from "./last-run";

type VmOptions = Readonly<Record<string, unknown>>;

/** Where the program itself plugs in a disk of a machine that it makes of the image; firmware and cloud-init aside. */
const OWN = ["virtio0"];

/**
 * Disks that somebody plugged into such a machine, or took off it again, and that bear its own id, as Proxmox' web page
 * makes them: they are deleted with the machine. What bears another id, as a CSI driver's volumes do, stays
 * (qemu-server, QemuServer.pm, `destroy_vm`).
 */
export function addedDisks(vmId: number, options: VmOptions): string[] {
  return Object.entries(options).flatMap(([option, value]) => {
    if (!/^(?:scsi|virtio|sata|ide|unused)\d+$/.test(option) || OWN.includes(option)) return [];
    const [volume = ""] = String(value).split(",");
    const isDisk =
      new RegExp(`[:/](?:vm|base)-${vmId}-`).test(volume) && !/-cloudinit\b|media=cdrom/.test(String(value));
    return isDisk ? [`${option} (${volume})`] : [];
  });
}

/** What to do about them; the disk outlives the machine in the name of another. */
export const keepAddedDisk = (vmId: number): string =>
  `move it to another VM first: qm disk reassign ${vmId} <disk> --target-vmid <other VM>; or detach and remove it yourself`;

/** Machines that this run would delete or replace, with disks that somebody added. */
export function addedDiskIssues(plan: StackPlan, guests: readonly Guest[], lastRun: LastRun): Issue[] {
  const nodes = Object.entries(lastRun.nodes).filter(([name]) => !isKept(plan, name, lastRun));
  const machines = Object.entries(lastRun.vms ?? {}).filter(([name]) => leavesWithKnownDisks(plan, name, lastRun));
  return [
    ...nodes.flatMap(([name, { vmId }]) => issueOf(`nodes.${name}`, name, vmId, guests)),
    ...machines.flatMap(([name, vmId]) => issueOf(`vms.${name}`, name, vmId, guests)),
  ];
}

function issueOf(path: string, name: string, vmId: number | undefined, guests: readonly Guest[]): Issue[] {
  const guest = guests.find((other) => other.vmId === vmId && other.name === name);
  const [disk] = guest?.addedDisks ?? [];
  if (vmId === undefined || disk === undefined) return [];
  return [
    {
      path,
      problem: "would be deleted together with a disk that this program did not create",
      got: `${guest?.addedDisks?.join(", ")} of VM ${vmId}`,
      allowed: "must be a VM without other disks",
      remedy: keepAddedDisk(vmId),
    },
  ];
}

function isKept({ nodes }: StackPlan, name: string, { configuration }: LastRun): boolean {
  const node = nodes.find((other) => other.name === name);
  if (node === undefined) return false;
  const before = configuration?.nodes[name]?.generation;
  return before === undefined || before === node.generation;
}

/** A VM outside the cluster, of which the program made every disk: a copy or an adopted one may have had any. */
function leavesWithKnownDisks({ vms }: StackPlan, name: string, { configuration }: LastRun): boolean {
  const before = configuration?.vms[name];
  if (before === undefined || vms.some((other) => other.name === name)) return false;
  return !before.adopt && (typeof before.source !== "object" || !("clone" in before.source));
}
