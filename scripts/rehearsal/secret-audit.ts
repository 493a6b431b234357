import type { ClusterPlan } from "../../model/cluster-plan";
import { EventLog, type WorldEvent } from "../../rehearsal/events";
import { LawWatch } from "../../rehearsal/laws";
import type { Broken, HandedText } from "../../rehearsal/laws/law";
import type { Secrets } from "../../rehearsal/laws/secrets";
import { secretsStaySecret } from "../../rehearsal/laws/secrets-stay-secret";

interface RevealedResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A state exported with --show-secrets, as far as it matters here. */
export interface RevealedState {
  readonly deployment: { readonly resources?: readonly RevealedResource[] };
}

const KEY_OUTPUTS = ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"];

/** Puts every private key that the program generated under watch; a machine's host key may be in its own document. */
export function watchGeneratedKeys(secrets: Secrets, state: RevealedState, plan: ClusterPlan): void {
  for (const { urn, type, outputs } of state.deployment.resources ?? []) {
    if (type !== "tls:index/privateKey:PrivateKey") continue;
    const name = urn.split("::").at(-1) ?? urn;
    const owner = plan.machines.find((machine) => name.endsWith(`${machine.name}-host-key`));
    for (const key of KEY_OUTPUTS) {
      const value = plainText(outputs?.[key]);
      if (value !== undefined) secrets.add(`${name}.${key}`, value, owner ? { vendorDocumentOf: owner.name } : {});
    }
  }
}

/** Reads the whole diary, the logs and the state for secrets, now that all of them are known. */
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

/** With --show-secrets a secret is written as {"4dabf…": "1b47…", "plaintext": "<JSON>"}. */
function plainText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  if (typeof value !== "object" || value === null || !("plaintext" in value)) return undefined;
  const plain: unknown = JSON.parse(String(value.plaintext));
  return typeof plain === "string" && plain !== "" ? plain : undefined;
}
