import { hostAndPort, withPrefix } from "../../model/address";
import { distributionOf } from "../../distributions/registry";
import type { NodePlan } from "../../model/cluster-plan";
import type { StackPlan } from "../../distributions/distribution";
import { formatMiB, percent } from "../../model/sizes";
import { formatTaint } from "../../model/taints";
import { type Gauge, gaugesOf, sharedGauge } from "../topology";
import { outsideVmLines } from "./outside-vm-text";
import { networkLines } from "./network-text";
import { addOnLines, tierLines } from "./platform-text";
import { type Column, textTable } from "../../model/render/text-table";

const BAR_WIDTH = 24;

/** The plan as people read it on a terminal: plain text, nothing wider than it needs to be. */
export function renderPlanText(plan: StackPlan): string {
  const sections = [
    heading(plan),
    section("Machines, in joining order", textTable(MACHINE_COLUMNS, plan.nodes.map(machineRow))),
    section("Other machines, by VM id", outsideVmLines(plan)),
    section("Order", orderLines(plan)),
    section("Labels and taints", labelLines(plan)),
    section(
      "Hosts, of what may be promised",
      plan.sums.flatMap((sum) => hostLines(sum.host, gaugesOf(sum))),
    ),
    section(
      "Storages that hosts share, counted once",
      plan.sharedStorages.flatMap((sum) => hostLines(sum.storage, [sharedGauge(sum)])),
    ),
    section("Tiers of namespaces, the most important first", tierLines(plan)),
    section("Add-ons", addOnLines(plan)),
    section("Network", networkLines(plan)),
    section(
      "Template",
      plan.templates.map((template) => `${template.host}  ${template.vmId} ${template.name} from ${template.imageUrl}`),
    ),
    section(
      "Warnings",
      plan.warnings.map((warning) => `! ${warning}`),
    ),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

const MACHINE_COLUMNS: readonly Column[] = [
  { heading: "name" },
  { heading: "role" },
  { heading: "id", align: "right" },
  { heading: "host" },
  { heading: "address" },
  { heading: "vCPU", align: "right" },
  { heading: "memory", align: "right" },
  { heading: "disk", align: "right" },
  { heading: "storage" },
  { heading: "mac" },
  { heading: "GPU" },
];

function machineRow(node: NodePlan): string[] {
  const { name, role, vmId, host, address, prefixLength, cores, memoryMiB, diskGiB, storage, macAddress, gpu } = node;
  return [
    name,
    role,
    String(vmId),
    host,
    withPrefix(address, prefixLength),
    String(cores),
    formatMiB(memoryMiB),
    `${diskGiB} GiB`,
    storage,
    macAddress,
    gpu?.name ?? "",
  ];
}

function heading({ stack, cluster }: StackPlan): string[] {
  return [
    `${stack}: cluster ${cluster.name}, ${distributionOf(cluster).releaseText(cluster)}`,
    `API https://${hostAndPort(cluster.endpointAddress, 6443)}, ${vipHolder(cluster)}`,
  ];
}

function vipHolder(cluster: StackPlan["cluster"]): string {
  if (cluster.vip === undefined)
    return "the control plane itself; only a cluster with cluster.vip from its first up can get more of them";
  const { name, release } = distributionOf(cluster).vipHolder(cluster);
  return `held by ${name}${release === undefined ? "" : ` ${release}`}`;
}

/** Control planes join in one chain behind each other's gate; machines are cloned in lanes beside it. */
function orderLines({ nodes, proxmox }: StackPlan): string[] {
  const chain = nodes.filter((node) => node.role === "control-plane").map((node) => node.name);
  const [first] = nodes;
  const starts = nodes.filter((node) => node !== first && [undefined, first?.name].includes(node.cloneAfter));
  const lanes = starts.map((start, index) => `clone lane ${index + 1}    ${laneFrom(start, nodes).join(" -> ")}`);
  const waits = nodes.filter((node) => (node.gpuAfter?.length ?? 0) > 0);
  return [
    `control planes  ${chain.join(" -> ")}`,
    `cloned first    ${first?.name}`,
    ...lanes,
    ...waits.map((node) => `with a GPU      ${node.name} after ${node.gpuAfter?.join(", ")}`),
    `clones at once  ${proxmox.cloneConcurrency} on one storage`,
  ];
}

function laneFrom(start: NodePlan, nodes: readonly NodePlan[]): string[] {
  const next = nodes.find((node) => node.cloneAfter === start.name);
  return [start.name, ...(next ? laneFrom(next, nodes) : [])];
}

function labelLines({ nodes }: StackPlan): string[] {
  const rows = nodes.map(({ name, labels, taints, tags }) => [
    name,
    [
      ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
      ...taints.map((taint) => `taint ${formatTaint(taint)}`),
    ].join(", ") || "none",
    `tags ${tags.join(" ")}`,
  ]);
  return textTable([{ heading: "name" }, { heading: "labels, taints" }, { heading: "in Proxmox" }], rows);
}

function hostLines(host: string, gauges: readonly Gauge[]): string[] {
  const rows = gauges.map((gauge, index) => [
    index === 0 ? host : "",
    gauge.label,
    bar(gauge),
    `${percent(gauge.used, gauge.available)} %`,
    `${gauge.used} of ${gauge.available} ${gauge.unit}`,
  ]);
  const columns: Column[] = [
    { heading: "" },
    { heading: "" },
    { heading: "" },
    { heading: "", align: "right" },
    { heading: "" },
  ];
  return textTable(columns, rows).slice(1);
}

function bar({ used, available }: Gauge): string {
  const filled = Math.min(BAR_WIDTH, Math.round((percent(used, available) / 100) * BAR_WIDTH));
  return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
