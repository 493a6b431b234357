import { renderTopologySvg } from "../../stack/render/topology-svg";
import { topology } from "../../stack/topology";
import type { SimulationFault } from "../../rehearsal/faults";
import type { ProfileName } from "../../rehearsal/latencies";
import type { ChangeRecord, RehearsalRecord } from "../../rehearsal/report/record";
import { formatFault } from "./fault-argument";
import { lateInvariants } from "./watch-invariants";
import type { Phase } from "./phase";
import type { Rehearsal } from "./rehearsal";
import { secretSightings } from "./secret-sightings";
import type { StateCapture } from "./state-capture";

export interface ClosingOptions {
  readonly profile: ProfileName;
  readonly faults: readonly SimulationFault[];
  readonly versions: Readonly<Record<string, string>>;
  /** What was applied to the cluster of an earlier stack file. */
  readonly change?: ChangeRecord | undefined;
  /** The state as it was with the cluster up; undefined when it never was. */
  readonly state: StateCapture | undefined;
}

/** Everything a report is made of, once the life is over and all secrets are known. */
export function recordOf(rehearsal: Rehearsal, options: ClosingOptions): RehearsalRecord {
  const { plan, simulation, phases, invariants } = rehearsal;
  const { events, hashOrder } = simulation.context;
  const sightings = secretSightings(rehearsal, options.state);
  for (const address of rehearsal.caught) rehearsal.dials.found(address, "was dialled through HTTPS_PROXY");
  const findings = invariants.findings();
  const { profile, faults, versions } = options;
  return {
    stack: plan.stack,
    profile,
    plan,
    events: events.all,
    phases: phases.map((phase, index) => ({ ...phase, expectedToFail: isArranged(phases, index, faults.length) })),
    findings: {
      checked: [...findings.checked, ...lateInvariants.map(({ name, description }) => ({ name, description }))],
      violations: [...findings.violations, ...sightings],
    },
    leftovers: rehearsal.leftovers,
    secrets: invariants.secrets,
    faults: faults.map(formatFault),
    connections: simulation.network.jumpHost.connections,
    seed: hashOrder.seed,
    versions,
    topologySvg: renderTopologySvg(topology(plan)),
    platform: rehearsal.platform,
    change: options.change,
  };
}

/** As many runs of `up` may fail as faults were arranged. */
function isArranged(phases: readonly Phase[], index: number, faults: number): boolean {
  const failed = phases.slice(0, index + 1).filter(({ kind, ok }) => kind === "up" && !ok);
  return failed.includes(phases[index] as Phase) && failed.length <= faults;
}
