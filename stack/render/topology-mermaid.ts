import { hostAndPort } from "../../model/address";
import type { NodePlan } from "../../model/cluster-plan";
import { formatMiB } from "../../model/sizes";
import type { Segment, Topology } from "../topology";
import { escapeUnprintable } from "../../model/unprintable";

/** The picture as Mermaid, for pages that draw it themselves. */
export function renderTopologyMermaid({ cluster, endpoint, segments, hosts }: Topology): string {
  const lines = [
    "flowchart TB",
    `  api(["${text(cluster)} API ${text(hostAndPort(endpoint, 6443))}"])`,
    ...segments.map(
      ({ bridge, vlan, cidr }, index) =>
        `  net${index}[/"${text(bridge)}${vlan === undefined ? "" : ` VLAN ${vlan}`}, ${text(cidr)}"/]`,
    ),
    ...hosts.flatMap((host, index) => [
      `  subgraph host${index}["${text(host.name)} ${text(host.address)}"]`,
      ...[...host.controlPlanes, ...host.workers].map((node) => `    vm${node.vmId}["${machineText(node)}"]`),
      "  end",
    ]),
    ...hosts.flatMap((host) => host.controlPlanes).map((node) => `  api --- vm${node.vmId}`),
    ...hosts.flatMap((host, index) => wires(host.name, index, segments)),
  ];
  return `${lines.join("\n")}\n`;
}

function machineText({ name, address, cores, memoryMiB, diskGiB, gpu }: NodePlan): string {
  return [
    `<b>${text(name)}</b>`,
    text(address),
    `${cores} vCPU, ${formatMiB(memoryMiB)}, ${diskGiB} GiB`,
    ...(gpu ? [text(gpu.name)] : []),
  ].join("<br/>");
}

function wires(host: string, index: number, segments: readonly Segment[]): string[] {
  return segments.flatMap((segment, net) => (segment.hosts.includes(host) ? [`  host${index} --- net${net}`] : []));
}

/** As Mermaid writes signs that would end a label or begin a tag (mermaid.js.org: entity codes). */
function text(written: string): string {
  return escapeUnprintable(written).replace(/["#&<>`\\[\]]/g, (sign) => `#${sign.charCodeAt(0)};`);
}
