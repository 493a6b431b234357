import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

/** Whether a process with this id exists on this machine, whatever its user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** A process and everything it started, itself first. Plugins live in process groups of their own: only parents tell. */
export function treeOf(root: number): number[] {
  const parents = parentsByPid();
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

/** Ends a process that we started and all it started, at once and without a chance to tidy up. */
export function killTree(root: number): void {
  killAll(() => treeOf(root));
}

/** The same for everything that this process started. */
export function killDescendants(): void {
  killAll(() => treeOf(process.pid).slice(1));
}

/**
 * Processes with a mark in their environment, whatever their parent: a plugin whose engine was killed has lost its parent.
 * Empty on systems other than Linux.
 */
export function processesMarked(mark: string): number[] {
  if (process.platform !== "linux") return [];
  return [...parentsFromProc().keys()].filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0").includes(mark);
    } catch {
      // It ended in the meantime, or is somebody else's.
      return false;
    }
  });
}

/**
 * Stops all of them before killing any, and looks again until there are no new ones: killing one while others run would
 * leave orphans that cannot be found, and that may just be starting another.
 */
export function killAll(find: () => readonly number[]): void {
  const found = new Set<number>();
  for (let fresh = find(); fresh.length > 0; fresh = find().filter((pid) => !found.has(pid))) {
    for (const pid of fresh) {
      found.add(pid);
      send(pid, "SIGSTOP");
    }
  }
  for (const pid of found) send(pid, "SIGKILL");
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

function parentsByPid(): Map<number, number> {
  return process.platform === "linux" ? parentsFromProc() : parentsFromPs();
}

function parentsFromProc(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      // pid (command) state ppid …; the command may hold anything, so read behind its last parenthesis.
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended while we were reading.
    }
  }
  return parents;
}

function parentsFromPs(): Map<number, number> {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
}
