import { faultKinds, type SimulationFault, type FaultKind } from "../../rehearsal/faults";

/** No rehearsal has as many occasions of anything. */
const MOST = 100_000;

/** Reads `<kind>[:<target>][@<nth>]`, as --fault takes it; throws with what is allowed. */
export function parseFault(text: string): SimulationFault {
  const [kind = ""] = text.split(/[:@]/);
  if (!isKind(kind)) throw new Error(`no such fault: "${text}"; the faults are:\n${faultHelp()}`);
  const match = /^[^:@]+(?::([^@]+))?(?:@(\d+))?$/.exec(text);
  if (!match) throw new Error(`malformed, must be kind, kind:target, kind@nth or kind:target@nth, e.g. ${kind}@2`);
  const [, target, nth] = match;
  const count = Number(nth ?? 1);
  if (count < 1 || count > MOST) throw new Error(`malformed, occasions must be counted from 1 to ${MOST}`);
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
