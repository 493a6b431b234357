import type { NodeAnswer } from "../../machine/apid";
import type { SimulatedCluster } from "../../../../cluster/cluster";

/** What a check gives when it does not apply. */
export const SKIP = "SKIP";

export interface Check {
  readonly description: string;
  /** Between two looks. */
  readonly seconds: number;
  /** What is wrong, SKIP, or undefined. */
  holds(): Promise<string | undefined>;
}

/** The cluster as seen by the checks. */
export interface ClusterView {
  readonly controlPlanes: readonly string[];
  readonly workers: readonly string[];
  ask(nodes: readonly string[], method: string, request: unknown): Promise<readonly NodeAnswer[]>;
  /** Behind the API, while it answers. */
  cluster(): SimulatedCluster | undefined;
}

export function check(description: string, holds: () => Promise<string | undefined>, seconds = 5): Check {
  return { description, seconds, holds };
}
