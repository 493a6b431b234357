import type { Connections } from "../network/jump-host";
import type { Violation } from "../invariants/invariant";
import type { EndpointCount } from "./counts";
import type { MachineEffect } from "./change";
import type { ChangedResource, PhaseFailure } from "./record";

/** What report.json holds: the figures, in seconds. */
export interface ReportJson {
  readonly stack: string;
  readonly ok: boolean;
  readonly phases: readonly ReportPhase[];
  /** Of the measured phase. */
  readonly wallSeconds: number;
  /** Simulated work on its critical path. */
  readonly floorSeconds: number;
  /** Wall over floor; null when nothing was simulated. */
  readonly ratio: number | null;
  readonly invariants: {
    readonly checked: number;
    readonly violations: readonly ReportedBreach[];
    readonly each: readonly { readonly name: string; readonly description: string; readonly violations: number }[];
  };
  readonly requests: number;
  readonly commands: number;
  /** SSH connections at the jump host: all of them, most at one time, and turned away; null where none was counted. */
  readonly connections: Pick<Connections, "ever" | "most" | "refused"> | null;
  readonly leftovers: readonly string[];
  /** The first `up` that succeeded, or the one that applied the change: wall, floor, ratio and critical path are its own. */
  readonly measuredPhase: string | null;
  /** All phases together. */
  readonly totalSeconds: number;
  readonly profile: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
  /** The order in which Proxmox walked its hashes; `--seed` takes it. */
  readonly seed: number;
  readonly criticalPath: readonly ReportedStep[];
  /** The least that the measured phase could do, where it made a cluster; null where it made none. */
  readonly necessary: ReportedNecessity | null;
  /** What applying this stack file to the cluster of an earlier one did; null where none was asked for. */
  readonly change: ReportedChange | null;
  readonly requestsByEndpoint: readonly EndpointCount[];
}

export interface ReportedChange {
  readonly from: string;
  readonly phase: string;
  readonly machines: readonly {
    readonly machine: string;
    readonly effects: readonly MachineEffect[];
    readonly awaySeconds: number;
    readonly cordonedSeconds: number;
  }[];
  readonly untouched: readonly string[];
  readonly withoutQuorumSeconds: number;
  readonly vipMoves: number;
  readonly resources: readonly ChangedResource[];
}

export interface ReportPhase {
  readonly name: string;
  readonly seconds: number;
  readonly changes: Readonly<Record<string, number>>;
  readonly ok: boolean;
  readonly expectedToFail: boolean;
  readonly floorSeconds: number;
  readonly ratio: number | null;
  readonly failures: readonly PhaseFailure[];
}

export interface ReportedBreach extends Omit<Violation, "at"> {
  readonly atSeconds: number;
}

export interface ReportedNecessity {
  /** What its pieces take by the profile. */
  readonly seconds: number;
  /** Wall over that. */
  readonly ratio: number | null;
  readonly pieces: readonly { readonly machine: string; readonly label: string; readonly floorSeconds: number }[];
  /** What the next machine type, lane count or mirror would save at most, by the profile. */
  readonly savings: readonly { readonly change: string; readonly seconds: number }[];
}

export interface ReportedStep {
  readonly machine: string;
  readonly label: string;
  readonly atSeconds: number;
  readonly seconds: number;
  readonly floorSeconds: number;
  /** Before it began, after the step before ended. */
  readonly waitSeconds: number;
}
