import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When it was taken, ISO 8601. */
  readonly since: string;
  /** When the process began, in the kernel's own count, where there is one: ids of dead processes are used again. */
  readonly began?: string;
}

/**
 * Takes a lock that is a file, at once or not at all: undefined when it is ours now, else who holds it. The lock of a
 * dead process is taken over, and so is a file that says nothing: a full disk or a power cut leaves such.
 */
export function takeLock(file: string): Holder | undefined {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(ourselves()), { mode: 0o600 });
  try {
    for (;;) {
      if (linked(draft, file)) return undefined;
      const text = textOf(file);
      const holder = text === undefined ? undefined : holderIn(text);
      if (holder !== undefined && isHeld(holder)) return holder;
      if (text !== undefined) moveAway(file, text);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

export function releaseLock(file: string): void {
  rmSync(file, { force: true });
}

/** Who holds it, for messages. */
export function describeHolder({ pid, host, since }: Holder): string {
  const where = host === hostname() ? "" : ` on ${host}`;
  return `process ${pid}${where}, since ${since}`;
}

function ourselves(): Holder {
  const began = beganOf(process.pid);
  const since = new Date().toISOString();
  return { pid: process.pid, host: hostname(), since, ...(began !== undefined && { began }) };
}

/** A link appears whole or not at all, so that nobody ever reads half of it. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Another process may have taken over in the meantime: what is not what we read is put back where it was. */
function moveAway(file: string, text: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
    if (textOf(aside) !== text) linked(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** Undefined when it has just been removed. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    if (code === "EISDIR") throw new Error(`${file}: is a folder, must be a file; remove it`, { cause: error });
    throw error;
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    const { pid, host, since, began } = Object(JSON.parse(text)) as Partial<Record<keyof Holder, unknown>>;
    if (typeof pid !== "number" || !Number.isInteger(pid) || pid < 1 || typeof host !== "string") return undefined;
    // Older versions of this program did not say since when.
    const known = typeof since === "string" ? since : "an unknown time";
    return { pid, host, since: known, ...(typeof began === "string" && { began }) };
  } catch {
    return undefined;
  }
}

/** A process of another machine, over a shared folder, cannot be seen and counts as alive. */
function isHeld({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return began === undefined || beganOf(pid) === undefined || beganOf(pid) === began;
}

/** The twenty-second field of /proc/<pid>/stat (proc(5)); undefined where the system does not tell. */
function beganOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
