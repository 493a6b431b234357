import { readFileSync } from "node:fs";
import type { Violation } from "../../rehearsal/invariants/invariant";
import type { RehearsalSecrets } from "../../rehearsal/invariants/secrets";
import type { Rehearsal } from "./rehearsal";
import { auditSecrets, watchGeneratedSecrets, watchIssuedSecrets, watchStackSecrets } from "./secret-audit";
import type { StateCapture } from "./state-capture";

/**
 * Every place where a secret of the rehearsed stack can be read though it should not: in what happened in the simulation, in
 * what the engine said, in the stored state. From here on its reports mask them too.
 */
export function secretSightings(rehearsal: Rehearsal, state: StateCapture | undefined): readonly Violation[] {
  const { simulation, plan, phases, invariants } = rehearsal;
  const watch = (secrets: RehearsalSecrets): void => {
    watchStackSecrets(secrets, rehearsal.stackSecrets);
    watchIssuedSecrets(secrets, simulation.clusters.all());
    if (state !== undefined) watchGeneratedSecrets(secrets, state, plan);
  };
  watch(invariants.secrets);
  const logs = phases.map(({ name, logFile }) => ({
    where: `the log of ${name}`,
    text: readFileSync(logFile, "utf8"),
  }));
  const eventLogs = phases.map(({ name, result }) => ({
    where: `the event log of ${name}`,
    text: result.events.map((event) => inTheOpen(JSON.stringify(event))).join("\n"),
  }));
  const stored = state === undefined ? [] : [{ where: "the stored state", text: state.stored }];
  return auditSecrets(watch, simulation.context.events.all, [...logs, ...eventLogs, ...stored]);
}

/** JSON with its lines as lines: a key has several. */
const inTheOpen = (json: string): string => json.replaceAll("\\n", "\n");
