import type { Report } from "../report";
import type { Lane, Span } from "../timeline";
import type { Paint } from "./paint";

const glyphs = { none: "·", work: "▒", critical: "█", error: "╳" } as const;

const mostLanes = 40;

type Glyph = keyof typeof glyphs;

/** One line a machine, time from left to right: full bars are the critical path, crosses work that failed. */
export function timelineText(report: Report, width: number, paint: Paint): string[] {
  const { lanes, endedAt } = report.timeline;
  if (lanes.length === 0 || endedAt <= 0) return [];
  const nameWidth = Math.max(...lanes.slice(0, mostLanes).map(({ machine }) => machine.length));
  const columns = Math.max(20, width - nameWidth - 4);
  const critical = new Set(report.critical);
  const lines = lanes.slice(0, mostLanes).map((lane) => {
    const bar = barOf(lane, endedAt, columns, critical);
    return `  ${lane.machine.padEnd(nameWidth)}  ${painted(bar, paint)}`;
  });
  const more = lanes.length - lines.length;
  if (more > 0) lines.push(paint.dim(`  … and ${more} more in report.html`));
  return [...lines, `  ${"".padEnd(nameWidth)}  ${paint.dim(ruler(endedAt, columns))}`];
}

function barOf(lane: Lane, endedAt: number, columns: number, critical: ReadonlySet<number>): Glyph[] {
  const bar = Array.from({ length: columns }, (): Glyph => "none");
  const place = (time: number) => Math.min(columns - 1, Math.floor((time / endedAt) * columns));
  for (const span of lane.rows.flat().sort((a, b) => rank(a, critical) - rank(b, critical))) {
    const last = Math.max(place(span.beganAt), place(span.endedAt - 1));
    bar.fill(glyphOf(span, critical), place(span.beganAt), last + 1);
  }
  return bar;
}

/** What is drawn last stays visible. */
function rank(span: Span, critical: ReadonlySet<number>): number {
  return span.error !== undefined ? 2 : critical.has(span.id) ? 1 : 0;
}

function glyphOf(span: Span, critical: ReadonlySet<number>): Glyph {
  if (span.error !== undefined) return "error";
  return critical.has(span.id) ? "critical" : "work";
}

/** Colours each run of equal glyphs once. */
function painted(bar: readonly Glyph[], paint: Paint): string {
  const colours = { none: paint.dim, work: paint.cyan, critical: paint.yellow, error: paint.red };
  const text = bar.map((glyph) => glyphs[glyph]).join("");
  const runs = text.match(/(.)\1*/gu) ?? [];
  const kindOf = (run: string) => bar[text.indexOf(run)] ?? "none";
  return runs.map((run) => colours[kindOf(run)](run)).join("");
}

function ruler(endedAt: number, columns: number): string {
  const end = `${(endedAt / 1000).toFixed(1)} s`;
  const half = `${(endedAt / 2000).toFixed(1)} s`;
  const middle = Math.floor(columns / 2);
  return `0${half.padStart(middle - 1 + Math.ceil(half.length / 2))}`.padEnd(columns - end.length) + end;
}
