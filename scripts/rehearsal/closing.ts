import { readFileSync } from "node:fs";
import { renderTopologySvg } from "../../model/render/topology-svg";
import { topology } from "../../model/topology";
import type { Fault } from "../../rehearsal/faults";
import type { Secrets } from "../../rehearsal/laws/secrets";
import type { ProfileName } from "../../rehearsal/latencies";
import type { RehearsalRecord } from "../../rehearsal/report/record";
import { formatFault } from "./fault-argument";
import type { Phase } from "./phase";
import type { Rehearsal } from "./rehearsal";
import { auditSecrets, watchGeneratedKeys } from "./secret-audit";
import type { StateCapture } from "./state-capture";

export interface ClosingOptions {
  readonly profile: ProfileName;
  readonly faults: readonly Fault[];
  readonly versions: Readonly<Record<string, string>>;
  /** The state as it was with the cluster up; undefined when it never was. */
  readonly state: StateCapture | undefined;
}

/** Everything a report is made of, once the life is over and all secrets are known. */
export function recordOf(rehearsal: Rehearsal, options: ClosingOptions): RehearsalRecord {
  const { plan, world, phases, laws } = rehearsal;
  const { events } = world.context;
  const watch = (secrets: Secrets): void => watchSecrets(secrets, rehearsal, options.state);
  watch(laws.secrets);
  const logs = phases.map(({ name, logFile }) => ({
    where: `the log of ${name}`,
    text: readFileSync(logFile, "utf8"),
  }));
  const stored = options.state === undefined ? [] : [{ where: "the stored state", text: options.state.stored }];
  const sightings = auditSecrets(watch, events.all, [...logs, ...stored]);
  for (const address of rehearsal.caught) rehearsal.dials.found(address, "was dialled through HTTPS_PROXY");
  const verdict = laws.verdict();
  const { profile, faults, versions } = options;
  return {
    stack: plan.stack,
    profile,
    plan,
    events: events.all,
    phases: phases.map((phase, index) => ({ ...phase, expectedToFail: isArranged(phase, index, faults.length) })),
    verdict: {
      checked: [...verdict.checked, ...rehearsal.lateLaws.map(({ name, sentence }) => ({ name, sentence }))],
      broken: [...verdict.broken, ...sightings],
    },
    leftovers: world.proxmox.leftovers(),
    secrets: laws.secrets,
    faults: faults.map(formatFault),
    versions,
    topologySvg: renderTopologySvg(topology(plan)),
  };
}

/** As many runs of `up` may fail as faults were arranged, and only the first ones. */
function isArranged({ kind, ok }: Phase, index: number, faults: number): boolean {
  return kind === "up" && !ok && index < faults;
}

function watchSecrets(secrets: Secrets, { world, plan }: Rehearsal, state: StateCapture | undefined): void {
  secrets.add("proxmoxToken", world.credentials.apiToken);
  secrets.add("sshPrivateKey", world.credentials.sshPrivateKey);
  if (state !== undefined) watchGeneratedKeys(secrets, state, plan);
}
