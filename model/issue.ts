/** One thing wrong with the configuration, in the parts every message has. */
export interface Issue {
  /** Where, as the stack file spells it without `homelab:`, e.g. `nodes.worker-1.address`. */
  readonly path: string;
  /** What is wrong, in the user's words. */
  readonly problem: string;
  /** The value as it may be shown; never a secret. */
  readonly got?: string;
  /** Which values would be right. */
  readonly allowed: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The keys to `path`, where its value could not be understood, so that nothing else is said of it. */
  readonly at?: readonly PropertyKey[];
}
