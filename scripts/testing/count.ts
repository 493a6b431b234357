/** How a run of tests ended. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}
