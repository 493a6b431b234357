import { DpkgDatabase } from "../../packages/dpkg-database";
import { offers } from "../../packages/offers";
import { failed, ok, program, type Outcome, type Process } from "../../program";
import { parseFlags } from "../flags";

/** `apt-mark hold|unhold|showhold`: a package on hold is changed by nobody who does not say so. */
function aptMark(args: readonly string[], process: Process): Outcome {
  const { operands } = parseFlags(args, { flags: ["q", "qq", "quiet"], values: ["o", "option"] });
  const [verb = "", ...names] = operands;
  const database = new DpkgDatabase(process.guest.tree);
  const held = database.holds();
  if (verb === "showhold") {
    const shown = names.length > 0 ? held.filter((name) => names.includes(name)) : held;
    return ok(shown.map((name) => `${name}\n`).join(""));
  }
  if (verb !== "hold" && verb !== "unhold") return failed(1, `E: Invalid operation ${verb}`);
  const known = new Set([...offers(process.guest).map(({ name }) => name), ...database.installed().keys()]);
  const missing = names.find((name) => !known.has(name));
  if (missing !== undefined) return failed(100, `E: Unable to locate package ${missing}\nE: No packages found`);
  if (process.user.uid !== 0)
    return failed(100, "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)");
  const holds = verb === "hold";
  const changes = names.some((name) => held.includes(name) !== holds);
  const { aptLocks } = process.guest.kernel;
  if (changes && aptLocks.held(["dpkg"])) return failed(100, whileLocked(aptLocks.pidOf("dpkg")));
  database.setHolds(holds ? [...held, ...names] : held.filter((name) => !names.includes(name)));
  return ok(names.map((name) => `${sentence(name, holds, held.includes(name))}\n`).join(""));
}

/** It hands the word on to dpkg, which waits for nobody, and takes no time-out from apt. Tried with apt 2.6.1. */
const whileLocked = (pid: number): string =>
  [
    `dpkg: error: dpkg frontend lock was locked by another process with pid ${pid}`,
    "Note: removing the lock file is always wrong, can damage the locked area",
    "and the entire system. See <https://wiki.debian.org/Teams/Dpkg/FAQ#db-lock>.",
    "E: Sub-process dpkg --set-selections returned an error code (2)",
    "E: Executing dpkg failed. Are you root?",
  ].join("\n");

function sentence(name: string, holds: boolean, wasHeld: boolean): string {
  if (holds) return wasHeld ? `${name} was already set on hold.` : `${name} set on hold.`;
  return wasHeld ? `Canceled hold on ${name}.` : `${name} was already not on hold.`;
}

export const aptMarkTool = program("apt-mark", aptMark);
