import { osNamed } from "../os/registry";
import { type DistributionName, DISTRIBUTIONS } from "./cluster-schema";
import type { Distribution, PlanOf, StackConfig, StackPlan } from "./distribution";
import { k3s } from "./k3s";
import { kubeadm } from "./kubeadm";
import { rke2 } from "./rke2";
import { talos } from "./talos";

/** Every distribution there is. A name of the schema that is missing here is an error of the compiler. */
export const distributions = { rke2, kubeadm, talos, k3s } satisfies { [D in DistributionName]: Distribution<D> };

/** What brings this cluster up. Its methods are to be given values of this cluster alone. */
export function distributionOf({ distribution }: Pick<StackConfig["cluster"], "distribution">): Distribution {
  return distributions[distribution];
}

/** The distribution that a text names, such as one of a stack file that nobody has checked. */
export function distributionNamed(name: unknown): Distribution | undefined {
  const known = DISTRIBUTIONS.find((one) => one === name);
  return known && distributions[known];
}

/** Packages that one of them installs itself. */
export const packagesOfDistributions: ReadonlySet<string> = new Set(
  Object.values(distributions).flatMap(({ packages = [] }: Pick<Distribution, "packages">) => packages),
);

/** Whether people log in to its nodes over SSH. */
export const hasLogin = ({ systems }: Distribution) => osNamed(systems[0]).login !== undefined;

/** Whether the plan's cluster is brought up by this distribution; its own keys are known then. */
export function isFor<D extends DistributionName>(distribution: D, plan: StackPlan): plan is PlanOf<D> {
  return plan.cluster.distribution === distribution;
}

/** The same plan, known to be for this distribution. */
export function planFor<D extends DistributionName>(distribution: D, plan: StackPlan): PlanOf<D> {
  if (isFor(distribution, plan)) return plan;
  throw new Error(`${plan.stack} is no ${distribution} stack but ${plan.cluster.distribution}`);
}
