import { readFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { setTimeout as pause } from "node:timers/promises";

/** What else the machine did while something was measured; a number without it says little. */
export interface Load {
  /** The kernel's average of the last minute, our own work included. */
  readonly average: number;
  /** Cores that processes not started by us kept busy meanwhile; undefined where the kernel does not tell. */
  readonly othersCores: number | undefined;
}

/** The kernel counts in hundredths of a second everywhere that matters. */
export const ticksPerSecond = 100;
const quietCores = 0.3;

/** Runs an action and tells what others did meanwhile. */
export async function underLoad<T>(action: () => Promise<T>): Promise<{ result: T; load: Load }> {
  const before = othersSeconds();
  const began = performance.now();
  const result = await action();
  const seconds = (performance.now() - began) / 1000;
  const after = othersSeconds();
  const others = before === undefined || after === undefined ? undefined : (after - before) / seconds;
  return { result, load: { average: loadavg()[0] ?? 0, othersCores: others && Math.max(0, others) } };
}

/** Waits until others leave the cores alone, or patience ends. */
export async function waitForQuiet(patienceSeconds: number): Promise<void> {
  const until = performance.now() + patienceSeconds * 1000;
  while (performance.now() < until) {
    const { load } = await underLoad(() => pause(1000));
    if (load.othersCores === undefined || load.othersCores < quietCores) return;
    await pause(Math.min(2000, Math.max(0, until - performance.now())));
  }
}

export function formatLoad({ average, othersCores }: Load): string {
  const others = othersCores === undefined ? "" : `, others ${othersCores.toFixed(1)}`;
  return `${average.toFixed(1)}${others}`;
}

/** The machine, in a line. */
export function describeMachine(): string {
  const memory = /^MemTotal:\s+(\d+)/m.exec(read("/proc/meminfo") ?? "")?.[1];
  const gib = memory === undefined ? "" : `, ${Math.round(Number(memory) / 1024 ** 2)} GiB`;
  return `${availableParallelism()} cores${gib}, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(2)}`;
}

/** Processor seconds of everything on the machine but this process and the children it has seen end. */
function othersSeconds(): number | undefined {
  const machine = read("/proc/stat")?.split("\n")[0]?.split(/\s+/).slice(1).map(Number);
  const self = read("/proc/self/stat");
  if (!machine || self === undefined) return undefined;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = machine;
  // Twelfth to fifteenth behind the command's name: user, system, and both again of children that have ended.
  const ours = self
    .slice(self.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
  const all = user + nice + system + irq + softirq;
  return (all - ours.reduce((sum, each) => sum + each, 0)) / ticksPerSecond;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
