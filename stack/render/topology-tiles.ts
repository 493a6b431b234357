import type { NodePlan } from "../../model/cluster-plan";
import { formatMiB } from "../../model/sizes";
import { svgBox, svgText } from "../../model/render/svg";
import type { Block } from "../../model/render/svg-block";

const HEIGHT = 92;
const GAP = 14;
const CAPTION = 14;

/** Where tiles go: from `left`, `width` wide in all, so many side by side. */
export interface TileGrid {
  readonly left: number;
  readonly width: number;
  readonly perRow: number;
}

/** Three tiles side by side where no group is larger, else four: large environments stay readable. */
export function tilesPerRow(groups: readonly (readonly unknown[])[]): number {
  return Math.max(...groups.map((group) => group.length)) <= 3 ? 3 : 4;
}

/** One tile a machine under a small caption; nothing at all for no machines. */
export function tileBlocks(caption: string, nodes: readonly NodePlan[], style: string, grid: TileGrid): Block[] {
  if (nodes.length === 0) return [];
  const width = (grid.width - (grid.perRow - 1) * GAP) / grid.perRow;
  const rows = Math.ceil(nodes.length / grid.perRow);
  const draw = (node: NodePlan, index: number, top: number) => {
    const x = grid.left + (index % grid.perRow) * (width + GAP);
    const y = top + CAPTION + Math.floor(index / grid.perRow) * (HEIGHT + GAP);
    return tile(node, style, x, y, width);
  };
  return [
    {
      height: CAPTION + rows * (HEIGHT + GAP) + CAPTION,
      at: (top) => [
        svgText(grid.left, top, caption, "caption"),
        ...nodes.flatMap((node, index) => draw(node, index, top)),
      ],
    },
  ];
}

function tile(node: NodePlan, style: string, x: number, y: number, width: number): string[] {
  const { name, address, cores, memoryMiB, diskGiB, vmId, gpu } = node;
  const lettersInWidth = Math.floor((width - 28) / 8);
  return [
    svgBox(x, y, width, HEIGHT, `card ${style}`),
    svgText(x + 14, y + 25, shorten(name, lettersInWidth), "name"),
    svgText(x + 14, y + 44, address, "mono"),
    svgText(x + 14, y + 62, `${cores} vCPU, ${formatMiB(memoryMiB)}, ${diskGiB} GiB`, "detail"),
    svgText(x + 14, y + 79, `VM ${vmId}`, "detail"),
    ...(gpu ? badge(gpu.name, x + width - 12, y + HEIGHT - 28) : []),
  ];
}

/** A pill that ends at `right`. */
function badge(text: string, right: number, top: number): string[] {
  const label = shorten(text, 16);
  const width = label.length * 7 + 18;
  return [
    svgBox(right - width, top, width, 18, "badge", 9),
    svgText(right - width / 2, top + 13, label, "badge-text", "middle"),
  ];
}

function shorten(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}
