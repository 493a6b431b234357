import { everyLaw, LawWatch } from "../../rehearsal/laws";
import type { Law } from "../../rehearsal/laws/law";
import { secretsStaySecret } from "../../rehearsal/laws/secrets-stay-secret";
import type { WorldContext } from "../../rehearsal/world";
import type { DialLaw } from "./dial-law";

/** Laws that judge at the end, when all secrets are known. */
export const lateLaws: readonly Law[] = [secretsStaySecret];

/** Puts the others on duty, and the law on dialling; `note` hears of every breach at its moment. */
export function putLawsOnDuty({ events, clock }: WorldContext, dials: DialLaw, note: (line: string) => void): LawWatch {
  const live = everyLaw.filter((law) => !lateLaws.includes(law));
  return new LawWatch(
    events,
    () => clock.now(),
    [...live, dials.law],
    ({ law, what }) => note(`broken law ${law}: ${what}`),
  );
}
