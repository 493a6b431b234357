import type { SimulationEvent } from "../events";
import type { StackPlan } from "../../distributions/distribution";
import type { PlatformState } from "../platform/platform-state";
import type { RehearsalSecrets } from "./secrets";
import type { SimulationState } from "./simulation-state";

/** Something that must never happen, as one sentence a person can disagree with, and how to notice it. */
export interface Invariant {
  readonly name: string;
  readonly description: string;
  watch(context: InvariantContext): InvariantWatcher;
}

/** What kind of run is going on: `change` is an `up` with an edited stack, `destroy` takes everything away. */
export type PhaseKind = "up" | "preview" | "change" | "destroy";

export interface PhaseStart {
  readonly kind: PhaseKind;
  /** The run before failed or was killed: what it left half made may be made again. */
  readonly recovering: boolean;
}

/** The part of a plan that invariants compare the simulation with. */
export type PlanInForce = Pick<StackPlan, "nodes" | "templates"> &
  Partial<Pick<StackPlan, "vms" | "proxmox" | "sharedStorages">>;

/** Text that left the program: engine output, exported state. `where` ends the sentence "… is readable in". */
export interface HandedText {
  readonly where: string;
  readonly text: string;
  readonly machine?: string;
}

/** Resources by operation, as the engine sums them up (`same`, `create`, `update` …). */
export type ChangeSummary = Readonly<Record<string, number>>;

/** What a watcher may know and whom it tells. */
export interface InvariantContext {
  readonly secrets: RehearsalSecrets;
  /** The run in progress; undefined before the first one. */
  phase(): PhaseStart | undefined;
  /** The plan in force; undefined until the caller sets one. */
  plan(): PlanInForce | undefined;
  /** What all events up to now make of the simulation, the one that is being told included. */
  state(): SimulationState;
  /** Reports a breach at this moment of the simulation. */
  violations(breach: Breach): void;
}

export interface Breach {
  /** What happened, naming names. */
  readonly what: string;
  /** Why that is bad, or what life would have made of it. */
  readonly why: string;
  readonly machine?: string;
}

/** A breach with its invariant and its moment, as reports show it. */
export interface Violation extends Breach {
  readonly invariant: string;
  readonly at: number;
}

/** An invariant active. It implements only what it needs to hear. */
export interface InvariantWatcher {
  /** `before` is the state that the event changed. */
  event?(event: SimulationEvent, before: SimulationState): void;
  /** The run in progress is over; what it should have achieved can be judged. Called before the next one begins. */
  phaseEnded?(phase: PhaseStart): void;
  text?(text: HandedText): void;
  /** Summary of a preview that has to be without changes. */
  unchangedPreview?(changes: ChangeSummary): void;
  /** What runs on the cluster at the end of an `up` that succeeded, where a real API server stands behind it. */
  platform?(state: PlatformState): void;
  /** What exists after a destroy though it did not before the rehearsal. */
  leftovers?(items: readonly string[]): void;
}
