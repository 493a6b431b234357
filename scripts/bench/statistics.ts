import type { Measurement, Target, MeasuredUnit } from "./row";

/** The middle value; between two middle ones their mean. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("no samples: there is no median");
  return (low + high) / 2;
}

/** Whether the median reaches the target; undefined where there is none. */
export function reached({ samples, target }: Pick<Measurement, "samples" | "target">): boolean | undefined {
  if (target === undefined) return undefined;
  const value = median(samples);
  return "atMost" in target ? value <= target.atMost : value >= target.atLeast;
}

/** Median with the smallest and largest value when there are several. */
export function formatSamples(samples: readonly number[], unit: MeasuredUnit): string {
  const middle = formatValue(median(samples), unit);
  if (samples.length < 2) return middle;
  return `${middle} (${digits(Math.min(...samples), unit)}–${digits(Math.max(...samples), unit)})`;
}

export function formatTarget(target: Target, unit: MeasuredUnit): string {
  return "atMost" in target ? `≤ ${bare(target.atMost)} ${unit}` : `≥ ${bare(target.atLeast)} ${unit}`;
}

export function formatValue(value: number, unit: MeasuredUnit): string {
  return `${digits(value, unit)} ${unit}`;
}

/** As many decimals as mean something. */
function digits(value: number, unit: MeasuredUnit): string {
  if (unit === "MB" || unit === "/s" || unit === "%") return bare(Math.round(value));
  return value.toFixed(unit === "×" || value < 10 ? 2 : 1);
}

function bare(value: number): string {
  return value.toLocaleString("en-US", { useGrouping: value >= 10_000 });
}
