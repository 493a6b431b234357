import type { EventLog } from "./events";
import { adoptedAsTheyAre } from "./laws/adopted-as-they-are";
import { foreignUntouched } from "./laws/foreign-untouched";
import { identityKept } from "./laws/identity-kept";
import { keptMachines } from "./laws/kept-machines";
import type {
  Broken,
  ChangeSummary,
  HandedText,
  Law,
  LawWatcher,
  PhaseKind,
  PhaseStart,
  PlanInForce,
} from "./laws/law";
import { machinesDressed } from "./laws/machines-dressed";
import { machinesStayConnected } from "./laws/machines-stay-connected";
import { noAddressTwice } from "./laws/no-address-twice";
import { noInheritedSearchDomain } from "./laws/no-inherited-search-domain";
import { noRequestRefused } from "./laws/no-request-refused";
import { nodesTakePodsAgain } from "./laws/nodes-take-pods-again";
import { nothingLeft } from "./laws/nothing-left";
import { oneCluster } from "./laws/one-cluster";
import { oneControlPlaneAtATime } from "./laws/one-control-plane-at-a-time";
import { plannedSize } from "./laws/planned-size";
import { previewEmpty } from "./laws/preview-empty";
import { quorumKept } from "./laws/quorum-kept";
import { rangesKept } from "./laws/ranges-kept";
import { replacedOnlyWhenAsked } from "./laws/replaced-only-when-asked";
import { Secrets } from "./laws/secrets";
import { secretsStaySecret } from "./laws/secrets-stay-secret";
import { serversLeaveEtcd } from "./laws/servers-leave-etcd";
import { vmidOnce } from "./laws/vmid-once";
import { volumesUntouched } from "./laws/volumes-untouched";
import { workersDrained } from "./laws/workers-drained";

/** What must never happen, whatever the program, the stack or the fault. */
export const everyLaw: readonly Law[] = [
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
  machinesDressed,
  foreignUntouched,
  volumesUntouched,
  identityKept,
  machinesStayConnected,
  keptMachines,
  adoptedAsTheyAre,
  previewEmpty,
  nothingLeft,
];

/** What the laws found: all of them were on duty all the time. */
export interface Verdict {
  readonly checked: readonly Pick<Law, "name" | "sentence">[];
  readonly broken: readonly Broken[];
}

/**
 * The laws on duty in one rehearsal. They listen to the world by themselves; whoever runs the rehearsal tells them what
 * the world cannot know: which run is going on, by which plan, and what the engine said.
 */
export class LawWatch {
  readonly secrets = new Secrets();
  private readonly laws: readonly Law[];
  private readonly found: Broken[] = [];
  private readonly watchers: readonly LawWatcher[];
  private readonly stopListening: () => void;
  private current: PhaseStart | undefined;
  private planInForce: PlanInForce | undefined;

  /** `onBroken` hears of every breach at its moment, e.g. to show it in the progress. */
  constructor(
    events: EventLog,
    now: () => number,
    laws: readonly Law[] = everyLaw,
    onBroken: (broken: Broken) => void = () => undefined,
  ) {
    this.laws = laws;
    this.watchers = laws.map((law) =>
      law.watch({
        secrets: this.secrets,
        phase: () => this.current,
        plan: () => this.planInForce,
        broken: (breach) => {
          const broken = { law: law.name, at: now(), ...breach };
          this.found.push(broken);
          onBroken(broken);
        },
      }),
    );
    this.stopListening = events.listen((event) => this.watchers.forEach((watcher) => watcher.event?.(event)));
  }

  /** From now on the world is compared with this plan; the run in progress, made for another one, is over. */
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

  /** Hands in what exists after a destroy though it did not before. */
  leftovers(items: readonly string[]): void {
    this.watchers.forEach((watcher) => watcher.leftovers?.(items));
  }

  /** What was found up to now. */
  get soFar(): readonly Broken[] {
    return this.found;
  }

  /** Ends the watch and says what it found. */
  verdict(): Verdict {
    this.endPhase();
    this.stopListening();
    return { checked: this.laws.map(({ name, sentence }) => ({ name, sentence })), broken: [...this.found] };
  }
}
