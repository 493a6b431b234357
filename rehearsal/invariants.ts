import type { SimulationLog } from "./events";
import { adoptedAsTheyAre } from "./invariants/adopted-as-they-are";
import { foreignUntouched } from "./invariants/foreign-untouched";
import { identityKept } from "./invariants/identity-kept";
import { importantPodsStay } from "./invariants/important-pods-stay";
import { keptMachines } from "./invariants/kept-machines";
import type {
  Violation,
  ChangeSummary,
  HandedText,
  Invariant,
  InvariantWatcher,
  PhaseKind,
  PhaseStart,
  PlanInForce,
} from "./invariants/invariant";
import { machinesMatchPlan } from "./invariants/machines-match-plan";
import { machinesStayConnected } from "./invariants/machines-stay-connected";
import { noAddressTwice } from "./invariants/no-address-twice";
import { noInheritedSearchDomain } from "./invariants/no-inherited-search-domain";
import { noRequestRefused } from "./invariants/no-request-refused";
import { nodesTakePodsAgain } from "./invariants/nodes-take-pods-again";
import { nothingLeft } from "./invariants/nothing-left";
import { oneCluster } from "./invariants/one-cluster";
import { oneControlPlaneAtATime } from "./invariants/one-control-plane-at-a-time";
import { oneOwner } from "./invariants/one-owner";
import { plannedSize } from "./invariants/planned-size";
import { podsFindAPlace } from "./invariants/pods-find-a-place";
import { previewEmpty } from "./invariants/preview-empty";
import { quorumKept } from "./invariants/quorum-kept";
import { rangesKept } from "./invariants/ranges-kept";
import { replacedOnlyWhenAsked } from "./invariants/replaced-only-when-asked";
import { removedCleanly } from "./invariants/removed-cleanly";
import { RehearsalSecrets } from "./invariants/secrets";
import { secretsStaySecret } from "./invariants/secrets-stay-secret";
import { serversLeaveEtcd } from "./invariants/servers-leave-etcd";
import { nothingHappened, stateAfter } from "./invariants/simulation-state";
import { vmidOnce } from "./invariants/vmid-once";
import { volumesUntouched } from "./invariants/volumes-untouched";
import { workersDrained } from "./invariants/workers-drained";
import { workloadsHaveATier } from "./invariants/workloads-have-a-tier";
import type { PlatformState } from "./platform/platform-state";

/** What must never happen, whatever the program, the stack or the fault. */
export const everyInvariant: readonly Invariant[] = [
  quorumKept,
  oneCluster,
  oneControlPlaneAtATime,
  replacedOnlyWhenAsked,
  workersDrained,
  nodesTakePodsAgain,
  serversLeaveEtcd,
  rangesKept,
  secretsStaySecret,
  noRequestRefused,
  vmidOnce,
  noAddressTwice,
  noInheritedSearchDomain,
  plannedSize,
  machinesMatchPlan,
  foreignUntouched,
  volumesUntouched,
  identityKept,
  machinesStayConnected,
  keptMachines,
  adoptedAsTheyAre,
  podsFindAPlace,
  workloadsHaveATier,
  oneOwner,
  removedCleanly,
  importantPodsStay,
  previewEmpty,
  nothingLeft,
];

/** What the invariants found: all of them were active all the time. */
export interface Findings {
  readonly checked: readonly Pick<Invariant, "name" | "description">[];
  readonly violations: readonly Violation[];
}

/**
 * The invariants active in one rehearsal. They listen to the simulation by themselves; the rehearsal passes them what the
 * simulation cannot know: the current run, its plan, and the engine's output.
 */
export class InvariantWatch {
  readonly secrets = new RehearsalSecrets();
  private readonly invariants: readonly Invariant[];
  private readonly found: Violation[] = [];
  private readonly watchers: readonly InvariantWatcher[];
  private readonly stopListening: () => void;
  private current: PhaseStart | undefined;
  private planInForce: PlanInForce | undefined;
  private state = nothingHappened;

  /** `onViolation` hears of every breach at its moment, e.g. to show it in the progress. */
  constructor(
    events: SimulationLog,
    now: () => number,
    invariants: readonly Invariant[] = everyInvariant,
    onViolation: (violations: Violation) => void = () => undefined,
  ) {
    this.invariants = invariants;
    this.watchers = invariants.map((invariant) =>
      invariant.watch({
        secrets: this.secrets,
        phase: () => this.current,
        plan: () => this.planInForce,
        state: () => this.state,
        violations: (breach) => {
          const violations = { invariant: invariant.name, at: now(), ...breach };
          this.found.push(violations);
          onViolation(violations);
        },
      }),
    );
    this.stopListening = events.listen((event) => {
      const before = this.state;
      this.state = stateAfter(before, event, this.planInForce);
      this.watchers.forEach((watcher) => watcher.event?.(event, before));
    });
  }

  /** From now on the simulation is compared with this plan; the run in progress, made for another one, is over. */
  setPlan(plan: PlanInForce): void {
    this.endPhase();
    this.planInForce = plan;
  }

  /**
   * A run begins (and the one before is over). `recovering` after a run that failed or was killed, from the moment
   * anything is cleaned up.
   */
  phase(kind: PhaseKind, { recovering = false }: { recovering?: boolean } = {}): void {
    this.endPhase();
    this.current = { kind, recovering };
  }

  /** The run is over. Say `achieved: false` when it failed: then nobody may expect what it was to bring about. */
  endPhase({ achieved = true }: { achieved?: boolean } = {}): void {
    const ended = this.current;
    this.current = undefined;
    if (ended && achieved) this.watchers.forEach((watcher) => watcher.phaseEnded?.(ended));
  }

  /** Hands in text that left the program: a line of engine output, the exported state. */
  text(handed: HandedText): void {
    this.watchers.forEach((watcher) => watcher.text?.(handed));
  }

  /** Hands in the summary of a preview that has to be without changes. */
  unchangedPreview(changes: ChangeSummary): void {
    this.watchers.forEach((watcher) => watcher.unchangedPreview?.(changes));
  }

  /** Hands in what runs on the cluster. */
  platform(state: PlatformState): void {
    this.watchers.forEach((watcher) => watcher.platform?.(state));
  }

  /** Hands in what exists after a destroy though it did not before. */
  leftovers(items: readonly string[]): void {
    this.watchers.forEach((watcher) => watcher.leftovers?.(items));
  }

  /** What was found up to now. */
  get soFar(): readonly Violation[] {
    return this.found;
  }

  /** Ends the watch and says what it found. */
  findings(): Findings {
    this.endPhase();
    this.stopListening();
    return {
      checked: this.invariants.map(({ name, description }) => ({ name, description })),
      violations: [...this.found],
    };
  }
}
