import type { Outcome, Process } from "../../program";

/** A call of systemctl as its verbs see it. */
export interface SystemctlCall {
  readonly process: Process;
  /** Units by their full names. */
  readonly names: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly quiet: boolean;
}

export type SystemctlVerb = (call: SystemctlCall) => Outcome | Promise<Outcome>;
