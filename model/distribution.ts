import type { ClusterPlan, KubeadmPlan, Rke2Plan, TalosPlan } from "./cluster-plan";

/** The plans by what brings their clusters up. */
export interface PlanOf {
  readonly rke2: Rke2Plan;
  readonly kubeadm: KubeadmPlan;
  readonly talos: TalosPlan;
}

/** The same plan, known to be for this distribution. */
export function planFor<D extends keyof PlanOf>(distribution: D, plan: ClusterPlan): PlanOf[D] {
  if (isFor(distribution, plan)) return plan;
  throw new Error(`${plan.stack} is no ${distribution} stack but ${plan.cluster.distribution}`);
}

/** Whether the plan's cluster is brought up by this distribution; its own keys are known then. */
export function isFor<D extends keyof PlanOf>(distribution: D, plan: ClusterPlan): plan is PlanOf[D] & ClusterPlan {
  return plan.cluster.distribution === distribution;
}
