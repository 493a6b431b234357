import { faultKinds, type SimulationFault, type FaultKind } from "../../rehearsal/faults";

/** Reads `<kind>[:<target>][@<nth>]`, as --fault takes it; throws with what is allowed. */
export function parseFault(text: string): SimulationFault {
  const match = /^([a-z-]+)(?::([^@]+))?(?:@(\d+))?$/.exec(text);
  const [, kind, target, nth] = match ?? [];
  if (kind === undefined || !isKind(kind)) throw new Error(`no such fault: "${text}"; the faults are:\n${faultHelp()}`);
  const count = Number(nth ?? 1);
  if (count < 1) throw new Error(`"${text}": occasions are counted from 1`);
  return target === undefined ? { kind, nth: count } : { kind, target, nth: count };
}

/** The same in writing. */
export function formatFault({ kind, target, nth }: SimulationFault): string {
  return `${kind}${target === undefined ? "" : `:${target}`}@${nth}`;
}

/** One line a kind, for --help and error messages. */
export function faultHelp(): string {
  return Object.entries(faultKinds)
    .map(([kind, what]) => `  ${kind.padEnd(14)} ${what}`)
    .join("\n");
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultKinds, kind);
}
