import type { PhaseRecord } from "../record";
import type { Report } from "../report";
import type { Lane, Mark, Span, Timeline } from "../timeline";
import { duration } from "../words";
import { escape } from "./escape";
import { head, type Layout, laneGap, layoutOf, round, rowGap, rowHeight, textIn, width } from "./layout";
import { tradeOf } from "./trade";

/** The timeline as one SVG element: phases shaded, the critical path drawn through its bars, incidents at their moment. */
export function timelineSvg({ timeline, phases, critical }: Report): string {
  const layout = layoutOf(timeline);
  const onPath = new Set(critical);
  const spans = timeline.lanes.flatMap((lane) => lane.rows.flat());
  return [
    `<svg class="timeline" viewBox="0 0 ${width} ${layout.height}" role="img" aria-label="Timeline by machine">`,
    ...phases.map((phase, index) => phaseBand(phase, index, layout)),
    ...axis(timeline.endedAt, layout),
    ...timeline.lanes.map((lane) => laneOf(lane, onPath, layout)),
    pathLine(
      spans.filter(({ id }) => onPath.has(id)),
      timeline,
      layout,
    ),
    ...timeline.marks.map((mark) => markOf(mark, layout)),
    "</svg>",
  ].join("\n");
}

function phaseBand({ name, beganAt, endedAt, ok, expectedToFail }: PhaseRecord, index: number, layout: Layout): string {
  const x = layout.x(beganAt);
  const bandWidth = round(Math.max(1, layout.x(endedAt) - x));
  const took = duration((endedAt - beganAt) / 1000);
  const isBad = !ok && expectedToFail !== true;
  const label = textIn(name, x, 15, bandWidth);
  return (
    `<g class="phase${index % 2 ? " odd" : ""}${isBad ? " bad" : ""}"><title>${escape(`${name}: ${took}`)}</title>` +
    `<rect x="${x}" y="0" width="${bandWidth}" height="${layout.height}"/>${label}</g>`
  );
}

/** About ten ticks at round seconds. */
function axis(endedAt: number, layout: Layout): string[] {
  const rough = endedAt / 1000 / 10;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 0.001)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? power;
  const ticks = Array.from({ length: Math.floor(endedAt / 1000 / step) + 1 }, (_, index) => index * step);
  return ticks.map((second) => {
    const x = layout.x(second * 1000);
    const label = `${Number(second.toFixed(3))} s`;
    return `<g class="tick"><line x1="${x}" x2="${x}" y1="${head}" y2="${layout.height}"/><text x="${x}" y="${head - 8}">${label}</text></g>`;
  });
}

function laneOf({ machine, rows }: Lane, onPath: ReadonlySet<number>, layout: Layout): string {
  const top = layout.tops.get(machine) ?? 0;
  const bars = rows.flatMap((row, index) =>
    row.map((span) => barOf(span, top + index * (rowHeight + rowGap), onPath.has(span.id), layout)),
  );
  const label = `<text class="machine" x="${layout.gutter - 12}" y="${top + 15}">${escape(machine)}</text>`;
  const line = `<line class="lane" x1="${layout.gutter}" x2="${width}" y1="${top - laneGap / 2 - 1}" y2="${top - laneGap / 2 - 1}"/>`;
  return [`<g data-machine="${escape(machine)}">`, line, label, ...bars, "</g>"].join("\n");
}

function barOf(span: Span, y: number, isCritical: boolean, layout: Layout): string {
  const x = layout.x(span.beganAt);
  const barWidth = round(Math.max(2, layout.x(span.endedAt) - x));
  const classes = ["bar", tradeOf(span.label), ...(isCritical ? ["critical"] : []), ...(span.error ? ["failed"] : [])];
  const text = textIn(span.label, x, y + 14.5, barWidth);
  return (
    `<g class="${classes.join(" ")}" data-span="${span.id}"><title>${escape(hover(span, isCritical))}</title>` +
    `<rect x="${x}" y="${y}" width="${barWidth}" height="${rowHeight}" rx="3"/>${text}</g>`
  );
}

function hover(span: Span, isCritical: boolean): string {
  const { machine, label, beganAt, endedAt, latencyMs, error } = span;
  return [
    `${machine}: ${label}`,
    `from ${duration(beganAt / 1000)}, took ${duration((endedAt - beganAt) / 1000)} (profile: ${duration(latencyMs / 1000)})`,
    ...(isCritical ? ["on the critical path"] : []),
    ...(error === undefined ? [] : [`failed: ${error}`]),
  ].join("\n");
}

/** Leads from each piece of the critical path to the next one, across the lanes. */
function pathLine(steps: readonly Span[], timeline: Timeline, layout: Layout): string {
  const inOrder = [...steps].sort((a, b) => a.beganAt - b.beganAt || a.endedAt - b.endedAt);
  const moves = inOrder.slice(1).map((span, index) => {
    const before = inOrder[index] ?? span;
    const [from, to] = [before, span].map((end) => middleOf(end, timeline, layout));
    return `M${layout.x(before.endedAt)} ${from}L${layout.x(span.beganAt)} ${to}`;
  });
  return `<path class="path" d="${moves.join("")}"/>`;
}

function middleOf(span: Span, { lanes }: Timeline, layout: Layout): number {
  const rows = lanes.find(({ machine }) => machine === span.machine)?.rows ?? [];
  const row = rows.findIndex((candidate) => candidate.some(({ id }) => id === span.id));
  return (layout.tops.get(span.machine) ?? 0) + row * (rowHeight + rowGap) + rowHeight / 2;
}

function markOf({ at, kind, machine, text }: Mark, layout: Layout): string {
  const x = layout.x(at);
  const y = (layout.tops.get(machine ?? "") ?? head + 6) - 7;
  const name = kind === "fault" ? "fault" : "violated invariant";
  const title = `${name} at ${duration(at / 1000)}: ${text}`;
  const shape =
    kind === "fault" ? `<path d="M${x} ${y - 4}l5 9h-10z"/>` : `<path d="M${round(x - 4)} ${y - 3}l8 8m0 -8l-8 8"/>`;
  return `<g class="mark ${kind}"><title>${escape(title)}</title><line x1="${x}" x2="${x}" y1="${head}" y2="${layout.height}"/>${shape}</g>`;
}
