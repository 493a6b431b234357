import { everyInvariant, InvariantWatch } from "../../rehearsal/invariants";
import type { Invariant } from "../../rehearsal/invariants/invariant";
import { secretsStaySecret } from "../../rehearsal/invariants/secrets-stay-secret";
import type { SimulationContext } from "../../rehearsal/simulation";
import type { DialInvariant } from "./dial-invariant";

/** Invariants that judge at the end, when all secrets are known. */
export const lateInvariants: readonly Invariant[] = [secretsStaySecret];

/** Puts the others active, and the invariant on dialling; `note` hears of every breach at its moment. */
export function watchInvariants(
  { events, clock }: SimulationContext,
  dials: DialInvariant,
  note: (line: string) => void,
): InvariantWatch {
  const live = everyInvariant.filter((invariant) => !lateInvariants.includes(invariant));
  return new InvariantWatch(
    events,
    () => clock.now(),
    [...live, dials.invariant],
    ({ invariant, what }) => note(`violated invariant ${invariant}: ${what}`),
  );
}
