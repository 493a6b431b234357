import type { ClusterPlan } from "../../model/cluster-plan";
import { EventLog, type WorldEvent } from "../../rehearsal/events";
import { LawWatch } from "../../rehearsal/laws";
import type { Broken, HandedText } from "../../rehearsal/laws/law";
import type { Secrets } from "../../rehearsal/laws/secrets";
import { secretsStaySecret } from "../../rehearsal/laws/secrets-stay-secret";
import { revealedValue, type StateCapture } from "./state-capture";

const KEY_OUTPUTS = ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"];

/** Puts every private key that the program generated under watch; a machine's host key may be in its own document. */
export function watchGeneratedKeys(secrets: Secrets, { revealedResources }: StateCapture, plan: ClusterPlan): void {
  for (const { urn, type, outputs } of revealedResources) {
    if (type !== "tls:index/privateKey:PrivateKey") continue;
    const name = urn.split("::").at(-1) ?? urn;
    const owner = plan.machines.find((machine) => name.endsWith(`${machine.name}-host-key`));
    for (const key of KEY_OUTPUTS) {
      const value = revealedValue(outputs?.[key]);
      const exempt = owner ? { vendorDocumentOf: owner.name } : {};
      if (typeof value === "string" && value !== "") secrets.add(`${name}.${key}`, value, exempt);
    }
  }
}

/**
 * Reads a whole diary and every text for secrets, once all of them are known: those that the program generates are
 * known only after they were used.
 */
export function auditSecrets(
  watchSecrets: (secrets: Secrets) => void,
  events: readonly WorldEvent[],
  texts: readonly HandedText[],
): readonly Broken[] {
  let at = 0;
  const diary = new EventLog(() => at);
  const watch = new LawWatch(diary, () => at, [secretsStaySecret]);
  watchSecrets(watch.secrets);
  for (const event of events) {
    at = event.at;
    diary.emit(event);
  }
  for (const text of texts) watch.text(text);
  return watch.verdict().broken;
}
