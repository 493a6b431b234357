import { type OutsideVmPlan, howToDelete, type LivingOutsideVm } from "../outside-vm-plan";
import type { ClusterPlan } from "../cluster-plan";
import { formatMiB } from "../sizes";
import { textTable } from "./text-table";

/** The machines that are no nodes, and what is said of those that nothing here deletes. */
export function outsideVmLines({ vms }: Pick<ClusterPlan, "vms">): string[] {
  if (vms.length === 0) return [];
  const headings = ["name", "state", "id", "host", "vCPU", "memory", "disk", "from", "start", "NICs"];
  const kept = vms.filter((machine) => machine.state === "decommissioned" || machine.protect);
  return [
    ...textTable(
      headings.map((heading) => ({ heading })),
      vms.map(row),
    ),
    ...kept.map((machine) => `! ${howToDelete(machine)}`),
  ];
}

function row(machine: OutsideVmPlan): string[] {
  const head = [machine.name, machine.state, String(machine.vmId), machine.host];
  if (machine.state === "decommissioned") return [...head, "", "", "", "", "never", "not touched"];
  const { adopted, cores, memoryMiB, diskGiB, storage, source, onBoot, startup } = machine;
  return [
    ...head,
    ...[
      String(cores),
      formatMiB(memoryMiB),
      `${diskGiB} GiB on ${storage}`,
      adopted ? "adopted as it is" : sourceText(source),
    ],
    onBoot ? String(startup.order) : "by hand",
    nicText(machine),
  ];
}

function sourceText(source: LivingOutsideVm["source"]): string {
  if (typeof source === "string") return source;
  return "clone" in source ? `VM ${source.clone}` : source.iso;
}

function nicText({ nics, network, gatewayOf }: LivingOutsideVm): string {
  const cables = nics.map(({ bridge, vlan }) => `${bridge}${vlan === undefined ? "" : `.${vlan}`}`);
  return [
    cables.join(" "),
    ...(network ? [network.address] : []),
    ...(gatewayOf.length > 0 ? [`gateway of ${gatewayOf.join(", ")}`] : []),
  ].join(", ");
}
