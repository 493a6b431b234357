import { DpkgDatabase } from "../../packages/dpkg-database";
import { offers } from "../../packages/offers";
import { failed, ok, program, type Outcome, type Process } from "../../program";

/** `apt-mark hold|unhold|showhold`: a package on hold is changed by nobody who does not say so. */
function aptMark(args: readonly string[], process: Process): Outcome {
  const [verb = "", ...names] = args.filter((word) => !word.startsWith("-"));
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
  database.setHolds(holds ? [...held, ...names] : held.filter((name) => !names.includes(name)));
  return ok(names.map((name) => `${sentence(name, holds, held.includes(name))}\n`).join(""));
}

function sentence(name: string, holds: boolean, wasHeld: boolean): string {
  if (holds) return wasHeld ? `${name} was already set on hold.` : `${name} set on hold.`;
  return wasHeld ? `Canceled hold on ${name}.` : `${name} was already not on hold.`;
}

export const aptMarkTool = program("apt-mark", aptMark);
