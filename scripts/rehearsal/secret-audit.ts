import type { StackPlan } from "../../distributions/distribution";
import { distributionOf } from "../../distributions/registry";
import type { SimulatedCluster } from "../../rehearsal/cluster/cluster";
import { issuedSecrets } from "../../rehearsal/distributions/registry";
import { SimulationLog, type SimulationEvent } from "../../rehearsal/events";
import { InvariantWatch } from "../../rehearsal/invariants";
import type { Violation, HandedText } from "../../rehearsal/invariants/invariant";
import type { RehearsalSecrets } from "../../rehearsal/invariants/secrets";
import { secretsStaySecret } from "../../rehearsal/invariants/secrets-stay-secret";
import type { StackSecrets } from "./stack-secrets";
import { revealedValue, type CapturedResource, type StateCapture } from "./state-capture";

const KEY_OUTPUTS = ["privateKeyPem", "privateKeyOpenssh", "privateKeyPemPkcs8"];

/** Puts under watch what the stack was given; every machine's own document may hold the console password's hash. */
export function watchStackSecrets(secrets: RehearsalSecrets, given: StackSecrets): void {
  for (const [name, value] of Object.entries(given)) {
    secrets.add(name, value, name === "consolePasswordHash" ? { vendorDocumentOf: "every machine" } : {});
  }
}

/** Puts under watch what the program made: every private key, and the cluster's tokens that derive from one. */
export function watchGeneratedSecrets(
  secrets: RehearsalSecrets,
  { revealedResources }: StateCapture,
  plan: StackPlan,
): void {
  for (const resource of revealedResources) {
    if (resource.type !== "tls:index/privateKey:PrivateKey") continue;
    watchKey(secrets, resource, plan);
    if (nameOf(resource).endsWith("-root-key")) watchTokens(secrets, resource, plan);
  }
}

/** Puts under watch what control planes made for machines that join: the place that hands it out tells it to these alone. */
export function watchIssuedSecrets(secrets: RehearsalSecrets, clusters: readonly SimulatedCluster[]): void {
  for (const { name, value, toldTo } of clusters.flatMap(issuedSecrets)) secrets.add(name, value, { toldTo });
}

/** A machine's host key may be in its own document. */
function watchKey(secrets: RehearsalSecrets, resource: CapturedResource, plan: StackPlan): void {
  const name = nameOf(resource);
  const machines = [...plan.nodes, ...plan.vms];
  const owner = machines.find((machine) => name.endsWith(`${machine.name}-host-key`));
  for (const key of KEY_OUTPUTS) {
    const value = revealedValue(resource.outputs?.[key]);
    const exempt = owner ? { vendorDocumentOf: owner.name } : {};
    if (typeof value === "string" && value !== "") secrets.add(`${name}.${key}`, value, exempt);
  }
}

/** State holds the tokens only inside scripts: they are derived again, as the program does it. */
function watchTokens(secrets: RehearsalSecrets, { outputs }: CapturedResource, plan: StackPlan): void {
  const rootKey = revealedValue(outputs?.privateKeyPem);
  if (typeof rootKey !== "string") return;
  const derived = distributionOf(plan.cluster).derivedSecrets(rootKey);
  for (const [name, value] of Object.entries(derived)) secrets.add(name, value);
}

function nameOf({ urn }: CapturedResource): string {
  return urn.split("::").at(-1) ?? urn;
}

/**
 * Reads a whole diary and every text for secrets, once all of them are known: those that the program generates are
 * known only after they were used.
 */
export function auditSecrets(
  watchSecrets: (secrets: RehearsalSecrets) => void,
  events: readonly SimulationEvent[],
  texts: readonly HandedText[],
): readonly Violation[] {
  let at = 0;
  const diary = new SimulationLog(() => at);
  const watch = new InvariantWatch(diary, () => at, [secretsStaySecret]);
  watchSecrets(watch.secrets);
  for (const event of events) {
    at = event.at;
    diary.emit(event);
  }
  for (const text of texts) watch.text(text);
  return watch.findings().violations;
}
