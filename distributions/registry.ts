import { osNamed } from "../os/registry";
import { type DistributionName, DISTRIBUTIONS } from "./cluster-schema";
import type { Distribution, PlanOf, StackConfig, StackPlan } from "./distribution";
import { k3s } from "./k3s";
import { kubeadm } from "./kubeadm";
import { rke2 } from "./rke2";
import { talos } from "./talos";

/** Every distribution. A name of the schema that is missing here is a compile error. */
export const distributions = { rke2, kubeadm, talos, k3s } satisfies { [D in DistributionName]: Distribution<D> };

/** The distribution of this cluster. Its methods must only be given values of this cluster. */
export function distributionOf({ distribution }: Pick<StackConfig["cluster"], "distribution">): Distribution {
  return distributions[distribution];
}

/** The distribution with this name, e.g. from an unchecked stack file. */
export function distributionNamed(name: unknown): Distribution | undefined {
  const known = DISTRIBUTIONS.find((one) => one === name);
  return known && distributions[known];
}

/** Packages that a distribution installs itself. */
export const packagesOfDistributions: ReadonlySet<string> = new Set(
  Object.values(distributions).flatMap(({ packages = [] }: Pick<Distribution, "packages">) => packages),
);

/** Whether people log in to its nodes over SSH. */
export const hasLogin = ({ systems }: Distribution) => osNamed(systems[0]).login !== undefined;

/** Whether the plan is for this distribution; narrows its type. */
export function isFor<D extends DistributionName>(distribution: D, plan: StackPlan): plan is PlanOf<D> {
  return plan.cluster.distribution === distribution;
}

/** The same plan, narrowed to this distribution. */
export function planFor<D extends DistributionName>(distribution: D, plan: StackPlan): PlanOf<D> {
  if (isFor(distribution, plan)) return plan;
  throw new Error(`${plan.stack} is no ${distribution} stack but ${plan.cluster.distribution}`);
}
