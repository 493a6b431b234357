/** One problem of the configuration, as the parts of its message. */
export interface Issue {
  /** Its path in the stack file without `homelab:`, e.g. `nodes.worker-1.address`. */
  readonly path: string;
  /** What is wrong, in the user's words. */
  readonly problem: string;
  /** The value as shown; never a secret. */
  readonly got?: string;
  /** The allowed values. */
  readonly allowed: string;
  /** What to do about it. */
  readonly remedy: string;
  /** The keys of `path` if its value could not be parsed, so that no other issue is reported for it. */
  readonly at?: readonly PropertyKey[];
}
