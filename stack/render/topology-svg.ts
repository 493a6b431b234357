import { hostAndPort } from "../../model/address";
import { percent } from "../../model/sizes";
import type { Gauge, HostTopology, Topology } from "../topology";
import { escapeXml, svgBox, svgElement, svgText } from "../../model/render/svg";
import { type Block, drawStack, totalHeight } from "../../model/render/svg-block";
import { tileBlocks, type TileGrid, tilesPerRow } from "./topology-tiles";

const PAD = 24;
const WIDTH = 898;
const LEFT = 2 * PAD;
const RIGHT = WIDTH - 2 * PAD;
const CENTER = WIDTH / 2;

/** The picture of an environment: API on top, then every host with its machines and gauges, networks at the bottom. */
export function renderTopologySvg(topology: Topology): string {
  const perRow = tilesPerRow(topology.hosts.flatMap((host) => [host.controlPlanes, host.workers]));
  const grid = { left: LEFT, width: RIGHT - LEFT, perRow };
  const blocks = [apiBlock(topology), ...topology.hosts.map((host) => hostBlock(host, grid)), networkBlock(topology)];
  const height = totalHeight(blocks) + PAD;
  const frame = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${WIDTH} ${height}`,
    width: WIDTH,
    height,
    role: "img",
  };
  const title = svgElement("title", {}, [escapeXml(`${topology.cluster}: hosts, machines and networks`)]);
  const page = svgBox(0, 0, WIDTH, height, "page", 0);
  return `${svgElement("svg", frame, [title, STYLE, page, ...drawStack(blocks, PAD)])}\n`;
}

function apiBlock({ cluster, endpoint }: Topology): Block {
  return {
    height: 84,
    at: (top) => [
      svgBox(CENTER - 150, top, 300, 52, "api", 26),
      svgText(CENTER, top + 23, cluster, "title", "middle"),
      svgText(CENTER, top + 41, `https://${hostAndPort(endpoint, 6443)}`, "mono", "middle"),
      wire(top + 52, top + 84),
    ],
  };
}

function hostBlock(host: HostTopology, grid: TileGrid): Block {
  const inside = [
    hostHead(host),
    ...tileBlocks("control planes", host.controlPlanes, "master", grid),
    ...tileBlocks("workers", host.workers, "worker", grid),
    ...host.gauges.map(gaugeBlock),
  ];
  const height = totalHeight(inside) + 2 * PAD;
  return {
    height: height + PAD,
    at: (top) => [
      svgBox(PAD, top, WIDTH - 2 * PAD, height, "host", 16),
      ...drawStack(inside, top + PAD),
      wire(top + height, top + height + PAD),
    ],
  };
}

function hostHead(host: HostTopology): Block {
  const below = (top: number) => top + 12;
  return {
    height: 42,
    at: (top) => [
      svgText(LEFT, below(top), host.name, "title"),
      svgText(RIGHT, below(top), `Proxmox VE ${host.address}`, "mono", "end"),
    ],
  };
}

function gaugeBlock(gauge: Gauge): Block {
  const left = LEFT + 110;
  const width = RIGHT - left - 150;
  const share = percent(gauge.used, gauge.available);
  const filled = Math.max(4, (Math.min(share, 100) / 100) * width);
  return {
    height: 26,
    at: (top) => [
      svgText(LEFT, top + 10, gauge.label, "detail"),
      svgBox(left, top + 2, width, 9, "track", 4.5),
      svgBox(left, top + 2, filled, 9, share > 95 ? "fill full" : "fill", 4.5),
      svgText(RIGHT, top + 10, `${gauge.used} of ${gauge.available} ${gauge.unit}`, "detail", "end"),
    ],
  };
}

function networkBlock({ segments }: Topology): Block {
  const row = 34;
  const texts = segments.map(({ bridge, vlan, cidr, gateway }) => {
    return `${bridge}${vlan === undefined ? "" : ` VLAN ${vlan}`}, ${cidr}, gateway ${gateway}`;
  });
  return {
    height: texts.length * row,
    at: (top) =>
      texts.flatMap((text, index) => [
        svgBox(PAD, top + index * row, WIDTH - 2 * PAD, 26, "net", 13),
        svgText(CENTER, top + index * row + 17, text, "mono", "middle"),
      ]),
  };
}

function wire(from: number, to: number): string {
  return svgElement("line", { x1: CENTER, y1: from, x2: CENTER, y2: to, class: "wire" });
}

/** Colours and type of the picture; the second half is for readers who prefer a dark page. */
const STYLE = `<style>
text { font-family: system-ui, "Segoe UI", sans-serif; fill: #1f2933; }
.page { fill: #ffffff; } .title { font-size: 17px; font-weight: 650; } .name { font-size: 13px; font-weight: 600; }
.mono { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: 12px; fill: #3e4c59; }
.detail { font-size: 12px; fill: #52606d; } .caption { font-size: 12px; fill: #616e7c; letter-spacing: .04em; }
.api { fill: #e6f0fb; stroke: #2f6db3; } .host { fill: #f7f9fb; stroke: #cbd2d9; } .net { fill: #eef2f5; stroke: #cbd2d9; }
.card { stroke-width: 1.2; } .master { fill: #e6f0fb; stroke: #2f6db3; } .worker { fill: #e8f6ee; stroke: #2b8a5b; }
.badge { fill: #7a3fb0; } .badge-text { font-size: 11px; font-weight: 600; fill: #ffffff; }
.track { fill: #dde3e9; } .fill { fill: #2b8a5b; } .full { fill: #c2570c; } .wire { stroke: #9aa5b1; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e4e7eb; } .page { fill: #14181d; } .mono { fill: #cbd2d9; } .detail { fill: #b3bdc7; } .caption { fill: #9aa5b1; }
  .api, .master { fill: #17304c; stroke: #6ea8e5; } .worker { fill: #15372a; stroke: #57c08c; }
  .host { fill: #1b2129; stroke: #3e4c59; } .net { fill: #222a33; stroke: #3e4c59; }
  .badge { fill: #b48be0; } .badge-text { fill: #14181d; } .track { fill: #323f4b; } .fill { fill: #57c08c; } .full { fill: #f0883e; }
}
</style>`;
