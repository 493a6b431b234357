import type { Timeline } from "../timeline";
import { escape } from "./escape";

export const width = 1200;
export const head = 44;
export const rowHeight = 21;
export const rowGap = 3;
export const laneGap = 11;
const characterWidth = 6;
const nameCharacterWidth = 7;
const shortestLabel = 5;

/** Where things stand: time from left to right, a lane for every machine. */
export interface Layout {
  /** Width of the column of names. */
  readonly gutter: number;
  readonly x: (at: number) => number;
  readonly tops: ReadonlyMap<string, number>;
  readonly height: number;
}

export function layoutOf({ lanes, endedAt }: Timeline): Layout {
  const tops = new Map<string, number>();
  let y = head + laneGap;
  for (const lane of lanes) {
    tops.set(lane.machine, y);
    y += lane.rows.length * (rowHeight + rowGap) - rowGap + laneGap;
  }
  const longest = Math.max(10, ...lanes.map(({ machine }) => machine.length));
  const gutter = Math.min(width / 3, longest * nameCharacterWidth + 30);
  const scale = (width - gutter - 12) / Math.max(1, endedAt);
  return { gutter, tops, height: y + 6, x: (at) => round(gutter + at * scale) };
}

/** As much of the text as the space holds; none when that would be too little to read. */
export function textIn(text: string, x: number, y: number, space: number): string {
  const characters = Math.floor((space - 9) / characterWidth);
  if (characters < Math.min(shortestLabel, text.length)) return "";
  const shown = text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
  return `<text x="${round(x + 5)}" y="${y}">${escape(shown)}</text>`;
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
