import { randomBytes } from "node:crypto";
import { failed, ok, program, type Outcome, type Process } from "../program";
import { parseFlags } from "./flags";

function mktemp(args: readonly string[], process: Process): Outcome {
  const { flags, values, operands } = parseFlags(args, {
    flags: ["d", "u", "q", "t"],
    values: ["p", "tmpdir", "suffix"],
  });
  const template = operands[0] ?? "tmp.XXXXXXXXXX";
  if (!template.includes("XXX")) return failed(1, `mktemp: too few X's in template ‘${template}’`);
  const name = template.replace(/X+$/, (xs) => randomBytes(xs.length).toString("hex").slice(0, xs.length));
  const folder = values.get("p")?.[0] ?? (operands[0] === undefined ? "/tmp" : process.cwd);
  const path = name.startsWith("/") ? name : `${folder}/${name}`;
  if (flags.has("d")) {
    process.files.makeDirectory(path, false);
    process.files.node(path, "mktemp").mode = 0o700;
  } else process.files.store(path, () => Buffer.alloc(0)).mode = 0o600;
  return ok(`${path}\n`);
}

/** flock FILE COMMAND: one at a time on this machine; -n (or -w 0) gives up at once, -w after so many seconds, with the status of -E. */
async function flock(args: readonly string[], process: Process): Promise<Outcome> {
  const { flags, values, operands } = parseFlags(args, {
    flags: ["n", "x", "e", "o"],
    values: ["w", "E"],
    stopAtOperand: true,
  });
  const [file = "", ...rest] = operands;
  const { locks } = process.guest.kernel;
  const seconds = flags.has("n") ? 0 : Number(values.get("w")?.[0] ?? Infinity);
  if (!(await freed(file, seconds, process))) return { exitCode: Number(values.get("E")?.[0] ?? 1) };
  const command = rest[0] === "-c" ? ["sh", ...rest] : rest;
  const running = process.run(command, { stdin: process.stdin });
  const free = running.then(
    () => void locks.delete(file),
    () => void locks.delete(file),
  );
  locks.set(file, free);
  return running;
}

/** Waits until nobody holds the lock; no when the seconds are over first. */
async function freed(file: string, seconds: number, { guest, signal }: Process): Promise<boolean> {
  const { locks } = guest.kernel;
  const until = guest.time() + seconds;
  while (locks.has(file)) {
    const left = until - guest.time();
    if (left <= 0 || signal.aborted) return false;
    const alarm = new AbortController();
    const wait = left === Infinity ? [] : [guest.sleep(left, alarm.signal)];
    await Promise.race([locks.get(file), ...wait]);
    alarm.abort();
  }
  return true;
}

export const temporary = [program("mktemp", mktemp), program("flock", flock)];
