/** What runs, as the last finished `up` said. */
export interface RunningCluster {
  readonly distribution?: string;
  readonly version?: string;
  /** Release of Kubernetes, where the distribution's own says nothing of it. */
  readonly kubernetesVersion?: string;
  /** Names of the nodes that were there, and stay what they are. */
  readonly nodes: readonly string[];
}

/** How somebody says that every node runs a release already. */
export const thenSay = (stack: string, wanted: string): string =>
  `then confirm it once: HOMELAB_UPGRADED=${wanted} npm run up -- ${stack}`;
