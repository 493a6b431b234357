import type { StateResource } from "./stack-state";

/** `missing`: the run was killed before it was there. */
export type Judgement = "missing" | "ours" | "foreign";

/** Something that a run was creating when it was killed, and that would stand in the next run's way. */
export interface HalfMade {
  /** What it is and where, for messages. */
  readonly what: string;
  /** Name of the machine, template or GPU. */
  readonly name: string;
  /** What a person can do about a foreign one. */
  readonly remedy: string;
  /** Whether state holds it: then it is no orphan, whatever was pending. */
  isIn(resources: readonly StateResource[]): boolean;
  /** Looks at the host. */
  judge(): Promise<Judgement>;
  /** Only for what was judged ours. */
  remove(): Promise<void>;
}
