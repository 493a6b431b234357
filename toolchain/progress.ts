import { cpus } from "node:os";

const lineEverySeconds = 15;
const measuredOnCores = 2;

export type Log = (line: string) => void;

/** Says now and then how long something has been running and about how long it takes. */
export async function withProgress<T>(log: Log, what: string, estimateSeconds: number, work: () => Promise<T>) {
  const began = Date.now();
  const estimate = scaled(estimateSeconds, cpus().length);
  log(`${what}: about ${roundDuration(estimate)}`);
  const timer = setInterval(() => log(progressLine(what, seconds(began), estimate)), lineEverySeconds * 1000);
  try {
    const result: T = await work();
    return { result, seconds: seconds(began) };
  } finally {
    clearInterval(timer);
  }
}

/** `building pulumi 3.259.0 from Go modules: 1 min 20 s of about 4 min` */
export function progressLine(what: string, elapsed: number, estimate: number): string {
  if (elapsed > estimate) return `${what}: ${roundDuration(elapsed)}, longer than the usual ${roundDuration(estimate)}`;
  return `${what}: ${roundDuration(elapsed)} of about ${roundDuration(estimate)}`;
}

/** Compiling uses every core; linking, about a quarter of it, only one. */
export function scaled(estimateSeconds: number, cores: number): number {
  const share = 0.25 + (0.75 * measuredOnCores) / Math.max(1, cores);
  return Math.max(1, Math.round(estimateSeconds * share));
}

export function roundDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  if (minutes === 0) return `${rest} s`;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

function seconds(began: number): number {
  return (Date.now() - began) / 1000;
}
