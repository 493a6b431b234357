import { distributionOf } from "../distributions/registry";
import type { StackConfig } from "../distributions/distribution";
import { osNamed, type OsFamily } from "../os/registry";
import type { NodeOs } from "../os/node-os";

type Of = Pick<StackConfig, "os" | "cluster">;

/** What the nodes run: what the stack file says, or the first of what the distribution runs on. */
export function familyOf({ os, cluster }: Of): OsFamily {
  return os.family ?? distributionOf(cluster).systems[0];
}

export const osOf = (config: Of): NodeOs => osNamed(familyOf(config));
