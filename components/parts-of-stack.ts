import type { DistributionName } from "../distributions/cluster-schema";
import type { MakeBootstrap } from "../distributions/components/bootstrap";
import type { PlanOf, StackPlan } from "../distributions/distribution";
import type { chartsOfStack } from "./platform/charts/charts-of-stack";
import type { Platform } from "./platform/platform";

/** What brings a cluster up, by its name in the stack file. */
const bootstraps = {
  rke2: async () => (await import("../distributions/rke2/components/bootstrap.ts")).bootstrap,
  kubeadm: async () => (await import("../distributions/kubeadm/components/bootstrap.ts")).bootstrap,
  talos: async () => (await import("../distributions/talos/components/bootstrap.ts")).bootstrap,
  k3s: async () => (await import("../distributions/k3s/components/bootstrap.ts")).bootstrap,
} satisfies { [D in DistributionName]: () => Promise<MakeBootstrap<PlanOf<D>>> };

/** Code that not every stack needs. */
export interface PartsOfStack {
  readonly makeBootstrap: MakeBootstrap<StackPlan>;
  /** Absent if the stack has only the cluster. */
  readonly Platform?: typeof Platform;
  readonly chartsOfStack?: typeof chartsOfStack;
}

/**
 * Loads only what this stack needs: the rest costs a preview no time, and a bug in it breaks no stack that does not use it.
 */
export async function loadParts({ cluster, platform }: StackPlan): Promise<PartsOfStack> {
  // Loaded for the plan's own distribution, so the plan's type is the one it expects.
  const makeBootstrap = (await bootstraps[cluster.distribution]()) as MakeBootstrap<StackPlan>;
  if (platform === undefined) return { makeBootstrap };
  const [{ Platform }, { chartsOfStack }] = await Promise.all([
    import("./platform/platform.ts"),
    import("./platform/charts/charts-of-stack.ts"),
  ]);
  return { makeBootstrap, Platform, chartsOfStack };
}
