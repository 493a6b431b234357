import { readFileSync } from "node:fs";
import { treeOf } from "../engine/process-tree";
import { ticksPerSecond } from "./load";

const intervalMs = 200;

/** What a process and all it started came to; 0 where the system does not tell. */
export interface TreeUse {
  /** The largest sum of their memory at one moment. */
  readonly peakMB: number;
  /** Processor time of all of them, but for the last moments of each: plugins end without anybody counting for them. */
  readonly cpuSeconds: number;
  /** What the looking itself cost this process. */
  readonly lookingSeconds: number;
}

/** Looks at a process and everything below it several times a second, until `stop`. */
export function watchTree(root: () => number | undefined): { stop(): TreeUse } {
  let peakMB = 0;
  let looking = 0;
  const ticks = new Map<number, number>();
  const look = (): void => {
    const pid = root();
    if (pid === undefined) return;
    const before = process.cpuUsage();
    const tree = treeOf(pid);
    for (const each of tree) ticks.set(each, Math.max(ticks.get(each) ?? 0, ticksOf(each)));
    peakMB = Math.max(peakMB, tree.reduce((total, each) => total + kibOf(each), 0) / 1000);
    const { user, system } = process.cpuUsage(before);
    looking += (user + system) / 1e6;
  };
  const timer = setInterval(look, intervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      const cpuSeconds = [...ticks.values()].reduce((sum, each) => sum + each, 0) / ticksPerSecond;
      return { peakMB, cpuSeconds, lookingSeconds: looking };
    },
  };
}

/** A process's proportional share of what it has resident: pages that two of them share count once in a sum. */
function kibOf(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** User and system time; they stand twelfth and thirteenth behind the command's name. */
function ticksOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`);
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return user + system;
}

/** Empty for a process that has ended in the meantime. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
