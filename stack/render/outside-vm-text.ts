import { type OutsideVmPlan, howToDelete, type LivingOutsideVm } from "../../model/outside-vm-plan";
import type { StackPlan } from "../../distributions/distribution";
import { formatMiB } from "../../model/sizes";
import { textTable } from "../../model/render/text-table";

/** The machines that are no nodes, and what is said of those that nothing here deletes. */
export function outsideVmLines({ vms }: Pick<StackPlan, "vms">): string[] {
  if (vms.length === 0) return [];
  const headings = ["name", "state", "id", "host", "vCPU", "memory", "disk", "from", "start", "NICs"];
  const kept = vms.filter((vm) => vm.state === "decommissioned" || vm.protect);
  return [
    ...textTable(
      headings.map((heading) => ({ heading })),
      vms.map(row),
    ),
    ...kept.map((vm) => `! ${howToDelete(vm)}`),
  ];
}

function row(vm: OutsideVmPlan): string[] {
  const head = [vm.name, vm.state, String(vm.vmId), vm.host];
  if (vm.state === "decommissioned") return [...head, "", "", "", "", "never", "not touched"];
  const { adopted, cores, memoryMiB, diskGiB, storage, source, onBoot, startup } = vm;
  return [
    ...head,
    String(cores),
    formatMiB(memoryMiB),
    `${diskGiB} GiB on ${storage}`,
    adopted ? "adopted as it is" : sourceText(source),
    onBoot ? String(startup.order) : "by hand",
    nicText(vm),
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
