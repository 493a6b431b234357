import { readFileSync } from "node:fs";
import { treeOf } from "../engine/process-tree";

const intervalMs = 200;

/** Watches the memory of a process and all it started; `stop` gives the largest sum in MB, 0 where nothing tells. */
export function watchMemory(root: () => number | undefined): { stop(): number } {
  let peak = 0;
  const look = (): void => {
    const pid = root();
    if (pid === undefined) return;
    const sum = treeOf(pid).reduce((total, each) => total + kibOf(each), 0);
    peak = Math.max(peak, sum / 1000);
  };
  const timer = setInterval(look, intervalMs);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** A process's proportional share of what it has resident: pages that two of them share count once in a sum. */
function kibOf(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
