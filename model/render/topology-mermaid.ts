import type { MachinePlan } from "../cluster-plan";
import { formatMiB } from "../sizes";
import type { Segment, Topology } from "../topology";

/** The picture as Mermaid, for pages that draw it themselves. */
export function renderTopologyMermaid({ cluster, endpoint, segments, hosts }: Topology): string {
  const lines = [
    "flowchart TB",
    `  api(["${cluster} API ${endpoint}:6443"])`,
    ...segments.map(
      ({ bridge, vlan, cidr }, index) =>
        `  net${index}[/"${bridge}${vlan === undefined ? "" : ` VLAN ${vlan}`}, ${cidr}"/]`,
    ),
    ...hosts.flatMap((host, index) => [
      `  subgraph host${index}["${host.name} ${host.address}"]`,
      ...[...host.controlPlanes, ...host.workers].map((machine) => `    vm${machine.vmId}["${machineText(machine)}"]`),
      "  end",
    ]),
    ...hosts.flatMap((host) => host.controlPlanes).map((machine) => `  api --- vm${machine.vmId}`),
    ...hosts.flatMap((host, index) => wires(host.name, index, segments)),
  ];
  return `${lines.join("\n")}\n`;
}

function machineText({ name, address, cores, memoryMiB, diskGiB, gpu }: MachinePlan): string {
  return [
    `<b>${name}</b>`,
    address,
    `${cores} vCPU, ${formatMiB(memoryMiB)}, ${diskGiB} GiB`,
    ...(gpu ? [gpu.name] : []),
  ].join("<br/>");
}

function wires(host: string, index: number, segments: readonly Segment[]): string[] {
  return segments.flatMap((segment, net) => (segment.hosts.includes(host) ? [`  host${index} --- net${net}`] : []));
}
