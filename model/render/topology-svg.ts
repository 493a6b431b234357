import type { MachinePlan } from "../cluster-plan";
import { formatMiB, percent } from "../sizes";
import type { Gauge, HostTopology, Topology } from "../topology";
import { svgBox, svgElement, svgText } from "./svg";
import { TOPOLOGY_STYLE } from "./topology-style";

const CARD = { width: 190, height: 92, gap: 14, perRow: 4 };
const PAD = 24;
const GAUGE_HEIGHT = 26;
const INNER = CARD.perRow * CARD.width + (CARD.perRow - 1) * CARD.gap;
const WIDTH = INNER + 4 * PAD;

/** A piece of the picture and how much height it takes. */
interface Block {
  readonly height: number;
  readonly at: (top: number) => string[];
}

/** The picture of an environment: API on top, then every host with its machines and gauges, networks at the bottom. */
export function renderTopologySvg(topology: Topology): string {
  const blocks = [headBlock(topology), ...topology.hosts.map(hostBlock), networkBlock(topology)];
  const height = blocks.reduce((sum, block) => sum + block.height, PAD);
  const drawn = stack(blocks, PAD);
  const title = svgElement("title", {}, [`${topology.cluster}: hosts, machines and networks`]);
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    role: "img",
  };
  return `${svgElement("svg", frame, [title, TOPOLOGY_STYLE, svgBox(0, 0, WIDTH, height, "page", 0), ...drawn])}\n`;
}

function headBlock({ cluster, endpoint }: Topology): Block {
  const center = WIDTH / 2;
  return {
    height: 84,
    at: (top) => [
      svgBox(center - 150, top, 300, 52, "api", 26),
      svgText(center, top + 23, cluster, "title", "middle"),
      svgText(center, top + 41, `https://${endpoint}:6443`, "mono", "middle"),
      svgElement("line", { x1: center, y1: top + 52, x2: center, y2: top + 84, class: "wire" }),
    ],
  };
}

function hostBlock(host: HostTopology): Block {
  const inside = [
    hostHead(host),
    ...cardRows("control planes", host.controlPlanes, "master"),
    ...cardRows("workers", host.workers, "worker"),
    ...host.gauges.map(gaugeBlock),
  ];
  const height = inside.reduce((sum, block) => sum + block.height, 2 * PAD);
  return {
    height: height + PAD,
    at: (top) => [
      svgBox(PAD, top, WIDTH - 2 * PAD, height, "host", 16),
      ...stack(inside, top + PAD),
      svgElement("line", { x1: WIDTH / 2, y1: top + height, x2: WIDTH / 2, y2: top + height + PAD, class: "wire" }),
    ],
  };
}

function hostHead(host: HostTopology): Block {
  return {
    height: 34,
    at: (top) => [
      svgText(2 * PAD, top + 12, host.name, "title"),
      svgText(WIDTH - 2 * PAD, top + 12, `Proxmox VE ${host.address}`, "mono", "end"),
    ],
  };
}

/** Cards in rows of four under a small caption; nothing at all for no machines. */
function cardRows(caption: string, machines: readonly MachinePlan[], style: string): Block[] {
  if (machines.length === 0) return [];
  const rows = Math.ceil(machines.length / CARD.perRow);
  const place = (index: number, top: number): [number, number] => [
    2 * PAD + (index % CARD.perRow) * (CARD.width + CARD.gap),
    top + 12 + Math.floor(index / CARD.perRow) * (CARD.height + CARD.gap),
  ];
  return [
    {
      height: 12 + rows * (CARD.height + CARD.gap) + 12,
      at: (top) => [
        svgText(2 * PAD, top, caption, "caption"),
        ...machines.flatMap((machine, index) => card(machine, style, ...place(index, top))),
      ],
    },
  ];
}

function card(machine: MachinePlan, style: string, x: number, y: number): string[] {
  const badge = machine.gpu
    ? [
        svgBox(x + CARD.width - 74, y + CARD.height - 26, 64, 18, "badge", 9),
        svgText(x + CARD.width - 42, y + CARD.height - 13, machine.gpu.name, "badge-text", "middle"),
      ]
    : [];
  return [
    svgBox(x, y, CARD.width, CARD.height, `card ${style}`),
    svgText(x + 14, y + 25, machine.name, "name"),
    svgText(x + 14, y + 44, machine.address, "mono"),
    svgText(x + 14, y + 62, `${machine.cores} vCPU, ${formatMiB(machine.memoryMiB)}`, "detail"),
    svgText(x + 14, y + 79, `${machine.diskGiB} GiB, VM ${machine.vmId}`, "detail"),
    ...badge,
  ];
}

function gaugeBlock(gauge: Gauge): Block {
  const left = 2 * PAD + 110;
  const width = INNER - 110 - 190;
  const share = percent(gauge.used, gauge.available);
  return {
    height: GAUGE_HEIGHT,
    at: (top) => [
      svgText(2 * PAD, top + 10, gauge.label, "detail"),
      svgBox(left, top + 2, width, 9, "track", 4.5),
      svgBox(
        left,
        top + 2,
        Math.max(4, (Math.min(share, 100) / 100) * width),
        9,
        share > 95 ? "fill full" : "fill",
        4.5,
      ),
      svgText(WIDTH - 2 * PAD, top + 10, `${gauge.used} of ${gauge.available} ${gauge.unit}`, "detail", "end"),
    ],
  };
}

function networkBlock({ segments }: Topology): Block {
  const text = segments.map(
    ({ bridge, vlan, gateway, prefixLength }) =>
      `${bridge}${vlan === undefined ? "" : `, VLAN ${vlan}`}, gateway ${gateway}/${prefixLength}`,
  );
  return {
    height: 20 + text.length * 34,
    at: (top) =>
      text.flatMap((line, index) => [
        svgBox(PAD, top + index * 34, WIDTH - 2 * PAD, 26, "net", 13),
        svgText(WIDTH / 2, top + index * 34 + 17, line, "mono", "middle"),
      ]),
  };
}

/** Draws blocks one under another. */
function stack(blocks: readonly Block[], top: number): string[] {
  return blocks.flatMap((block, index) =>
    block.at(top + blocks.slice(0, index).reduce((sum, before) => sum + before.height, 0)),
  );
}
