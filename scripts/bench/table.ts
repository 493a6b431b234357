import { formatLoad, type Load } from "./load";
import type { Measurement } from "./row";
import { formatSamples, formatTarget, reached } from "./statistics";

/** How a row ended: with measurements, or with the reason why there are none. */
export interface RowOutcome {
  readonly row: string;
  readonly load: Load | undefined;
  readonly measurements: readonly Measurement[];
  readonly failure?: string;
}

const heading = ["what", "measured", "target", "", "load"];

/** Every number in a line of its own, notes and failures below. */
export function renderTable(outcomes: readonly RowOutcome[]): string {
  const lines = outcomes.flatMap((outcome) =>
    outcome.failure === undefined
      ? outcome.measurements.map((measurement) => cells(measurement, outcome.load))
      : [[outcome.row, "not measured", "", "failed", ""]],
  );
  const all = [heading, ...lines];
  const widths = heading.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const table = all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...table, ...remarks(outcomes)].join("\n");
}

/** The same for programs. */
export function benchJson(outcomes: readonly RowOutcome[], machine: string): unknown {
  return {
    at: new Date().toISOString(),
    machine,
    rows: outcomes.map(({ row, load, measurements, failure }) => ({
      row,
      load,
      ...(failure !== undefined && { failure }),
      measurements: measurements.map((measurement) => ({ ...measurement, reached: reached(measurement) })),
    })),
  };
}

function cells(measurement: Measurement, load: Load | undefined): string[] {
  const { what, samples, unit, target } = measurement;
  const rating = { true: "ok", false: "missed", undefined: "" }[String(reached(measurement)) as "true"];
  return [
    what,
    formatSamples(samples, unit),
    target ? formatTarget(target, unit) : "",
    rating,
    load ? formatLoad(load) : "",
  ];
}

function remarks(outcomes: readonly RowOutcome[]): string[] {
  const notes = outcomes.flatMap(({ measurements }) =>
    measurements.flatMap(({ what, note }) => (note === undefined ? [] : [`${what}: ${note}`])),
  );
  const failures = outcomes.flatMap(({ row, failure }) => (failure === undefined ? [] : [`${row}: ${failure}`]));
  const lines = [...notes, ...failures];
  return lines.length === 0 ? [] : ["", ...lines];
}
