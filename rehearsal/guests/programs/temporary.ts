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

/** flock FILE COMMAND: one at a time on this machine; -n gives up at once with status 1. */
async function flock(args: readonly string[], process: Process): Promise<Outcome> {
  const { flags, operands } = parseFlags(args, {
    flags: ["n", "x", "s", "e"],
    values: ["w", "E"],
    stopAtOperand: true,
  });
  const [file = "", ...rest] = operands;
  const { locks } = process.guest.kernel;
  if (flags.has("n") && locks.has(file)) return { exitCode: 1 };
  while (locks.has(file)) await locks.get(file);
  const command = rest[0] === "-c" ? ["sh", ...rest] : rest;
  const running = process.run(command, { stdin: process.stdin });
  const free = running.then(
    () => void locks.delete(file),
    () => void locks.delete(file),
  );
  locks.set(file, free);
  return running;
}

export const temporary = [program("mktemp", mktemp), program("flock", flock)];
