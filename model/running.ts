/** What is running, according to the last finished `up`. */
export interface RunningCluster {
  readonly distribution?: string;
  readonly version?: string;
  /** Release of Kubernetes, if not implied by the distribution's own. */
  readonly kubernetesVersion?: string;
  /** Names of the existing nodes that keep their role. */
  readonly nodes: readonly string[];
}

/** How to declare that every node already runs a release. */
export const thenSay = (stack: string, wanted: string): string =>
  `then confirm it once: HOMELAB_UPGRADED=${wanted} npm run up -- ${stack}`;
