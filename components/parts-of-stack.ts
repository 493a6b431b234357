import type { DistributionName } from "../distributions/cluster-schema";
import type { MakeBootstrap } from "../distributions/components/bootstrap";
import type { PlanOf, StackPlan } from "../distributions/distribution";
import type { Platform } from "./platform/platform";

/** What brings a cluster up, by the name that the stack file gives it. */
const bootstraps = {
  rke2: async () => (await import("../distributions/rke2/components/bootstrap.ts")).bootstrap,
  kubeadm: async () => (await import("../distributions/kubeadm/components/bootstrap.ts")).bootstrap,
  talos: async () => (await import("../distributions/talos/components/bootstrap.ts")).bootstrap,
  k3s: async () => (await import("../distributions/k3s/components/bootstrap.ts")).bootstrap,
} satisfies { [D in DistributionName]: () => Promise<MakeBootstrap<PlanOf<D>>> };

/** Code that not every stack needs. */
export interface PartsOfStack {
  readonly makeBootstrap: MakeBootstrap<StackPlan>;
  /** Absent where the stack asks for the cluster alone. */
  readonly Platform?: typeof Platform;
}

/**
 * Loads what this stack needs and nothing else: the rest costs a preview no time, and a mistake in it breaks no stack that
 * does not use it.
 */
export async function loadParts({ cluster, platform }: StackPlan): Promise<PartsOfStack> {
  // Of the plan's own distribution, so that it is given a plan that it knows.
  const makeBootstrap = (await bootstraps[cluster.distribution]()) as MakeBootstrap<StackPlan>;
  if (platform === undefined) return { makeBootstrap };
  return { makeBootstrap, Platform: (await import("./platform/platform.ts")).Platform };
}
