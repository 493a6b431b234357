import { readFileSync } from "node:fs";
import type { Broken } from "../../rehearsal/laws/law";
import type { Secrets } from "../../rehearsal/laws/secrets";
import type { Rehearsal } from "./rehearsal";
import { auditSecrets, watchGeneratedSecrets, watchMintedSecrets, watchStackSecrets } from "./secret-audit";
import type { StateCapture } from "./state-capture";

/**
 * Every place where a secret of the rehearsed stack can be read though it should not: in what happened in the world, in
 * what the engine said, in the stored state. From here on its reports mask them too.
 */
export function secretSightings(rehearsal: Rehearsal, state: StateCapture | undefined): readonly Broken[] {
  const { world, plan, phases, laws } = rehearsal;
  const watch = (secrets: Secrets): void => {
    watchStackSecrets(secrets, rehearsal.stackSecrets);
    watchMintedSecrets(secrets, world.clusters.all());
    if (state !== undefined) watchGeneratedSecrets(secrets, state, plan);
  };
  watch(laws.secrets);
  const logs = phases.map(({ name, logFile }) => ({
    where: `the log of ${name}`,
    text: readFileSync(logFile, "utf8"),
  }));
  const eventLogs = phases.map(({ name, result }) => ({
    where: `the event log of ${name}`,
    text: result.events.map((event) => inTheOpen(JSON.stringify(event))).join("\n"),
  }));
  const stored = state === undefined ? [] : [{ where: "the stored state", text: state.stored }];
  return auditSecrets(watch, world.context.events.all, [...logs, ...eventLogs, ...stored]);
}

/** JSON with its lines as lines: a key has several. */
const inTheOpen = (json: string): string => json.replaceAll("\\n", "\n");
