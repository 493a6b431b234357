import type { Paint } from "../report/terminal/paint";
import type { BoardRow } from "./board";

export interface BoardView {
  readonly phase: string;
  readonly phaseBeganAt: number;
  readonly now: number;
  readonly columns: number;
  /** How many lines the terminal has. */
  readonly lines: number;
}

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 100;

/** The board as lines that fit the terminal; where machines are too many, those at work come first. */
export function boardText(rows: readonly BoardRow[], view: BoardView, paint: Paint): string[] {
  const busy = rows.filter(({ doing }) => doing.length > 0).length;
  const head = `${view.phase}  ${seconds(view.now - view.phaseBeganAt)}  ${busy} of ${rows.length} at work`;
  const visible = Math.max(1, view.lines - 3);
  const shown = rows.length <= visible ? rows : busiestFirst(rows).slice(0, visible - 1);
  const hidden = rows.length - shown.length;
  const nameWidth = Math.max(0, ...shown.map(({ machine }) => machine.length));
  return [
    paint.bold(head.slice(0, view.columns)),
    ...shown.map((row) => rowText(row, nameWidth, view, paint)),
    ...(hidden > 0 ? [paint.dim(`  … and ${hidden} more`)] : []),
  ];
}

function busiestFirst(rows: readonly BoardRow[]): readonly BoardRow[] {
  return [...rows].sort((a, b) => Number(b.doing.length > 0) - Number(a.doing.length > 0));
}

function rowText(row: BoardRow, nameWidth: number, view: BoardView, paint: Paint): string {
  const width = Math.max(10, view.columns - nameWidth - 6);
  const name = `  ${row.machine.padEnd(nameWidth)}  `;
  if (row.doing.length > 0) {
    const text = row.doing.map(({ label, since }) => `${label} ${seconds(view.now - since)}`).join(", ");
    const frame = spinner[Math.floor(view.now / frameMs) % spinner.length] ?? "";
    return `${name}${paint.cyan(frame)} ${text.slice(0, width)}`;
  }
  if (!row.last) return `${name}${paint.dim("·")}`;
  const label = row.last.label.slice(0, width);
  return row.last.failed ? `${name}${paint.red(`✘ ${label}`)}` : `${name}${paint.green("✔")} ${paint.dim(label)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
