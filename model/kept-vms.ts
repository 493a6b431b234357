import { howToDelete, isInService, type LivingOutsideVm } from "./outside-vm-plan";
import type { ClusterPlan } from "./cluster-plan";

type WithVms = Pick<ClusterPlan, "vms">;

/** Machines of the plan that a destroy keeps. */
export function protectedOutsideVms({ vms }: WithVms): LivingOutsideVm[] {
  return vms.filter(isInService).filter((outsideVm) => outsideVm.protect);
}

/** What a destroy keeps on purpose, one sentence each, with how to delete it. */
export function whatStays(plan: WithVms): string[] {
  const retired = plan.vms.filter((outsideVm) => !isInService(outsideVm));
  return [...protectedOutsideVms(plan), ...retired].map(howToDelete);
}
