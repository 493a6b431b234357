import type { Connections } from "../network/jump-host";
import type { SimulationEvent } from "../events";
import type { Findings } from "../invariants";
import type { PlanInForce } from "../invariants/invariant";
import type { PlatformState } from "../platform/platform-state";
import type { RehearsalSecrets } from "../invariants/secrets";
import type { ProfileName } from "../latencies";
import type { Seed } from "pve-simulator";

/** One run of the engine as it ended; times are the simulation's milliseconds. */
export interface PhaseRecord {
  readonly name: string;
  readonly kind: string;
  readonly beganAt: number;
  readonly endedAt: number;
  readonly ok: boolean;
  /** An injected fault was to make it fail: then failing is what a good run does. */
  readonly expectedToFail?: boolean;
  /** Resources by operation. */
  readonly changes: Readonly<Record<string, number>>;
  readonly failures?: readonly PhaseFailure[];
}

export interface PhaseFailure {
  readonly machine: string | undefined;
  readonly step: string;
  readonly message: string;
}

/** A stack file that was applied to the running cluster of an earlier one. */
export interface ChangeRecord {
  /** The run that applied it; it is the one that is measured. */
  readonly phase: string;
  /** What the earlier file is called, e.g. `HEAD:Pulumi.asgard.yaml`. */
  readonly from: string;
  /** Machines of both files. */
  readonly machines: readonly string[];
  /** What the engine changed, in order. */
  readonly steps: readonly ChangedResource[];
}

export interface ChangedResource {
  /** `create`, `update`, `replace` … */
  readonly operation: string;
  readonly resource: string;
  /** Properties that differed. */
  readonly properties: readonly string[];
}

/** Everything a report is made of: what happened, and what was thought of it. */
export interface RehearsalRecord {
  readonly stack: string;
  readonly profile: ProfileName;
  readonly plan: PlanInForce;
  readonly events: readonly SimulationEvent[];
  readonly phases: readonly PhaseRecord[];
  readonly findings: Findings;
  readonly leftovers: readonly string[];
  /** Masked wherever they appear. */
  readonly secrets: RehearsalSecrets;
  /** As armed, e.g. `never-boots:valaskjalf-worker-1`. */
  readonly faults?: readonly string[];
  /** SSH connections at the jump host. */
  readonly connections?: Pick<Connections, "ever" | "most" | "refused">;
  /** What chance followed. */
  readonly seed: Seed;
  /** Of what took part: Pulumi, the provider, Kubernetes, Proxmox VE … */
  readonly versions?: Readonly<Record<string, string>>;
  /** What ran on the cluster, where a real API server could tell. */
  readonly platform?: PlatformState | undefined;
  readonly change?: ChangeRecord | undefined;
  /** A picture of the environment for the page, as SVG text. */
  readonly topologySvg?: string;
}
