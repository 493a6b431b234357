import { howToDelete, isLiving, type LivingOutsideVm } from "./outside-vm-plan";
import type { ClusterPlan } from "./cluster-plan";

type WithMachines = Pick<ClusterPlan, "outsideVms">;

/** Machines of the plan that a destroy leaves where they are. */
export function protectedOutsideVms({ outsideVms }: WithMachines): LivingOutsideVm[] {
  return outsideVms.filter(isLiving).filter((outsideVm) => outsideVm.protect);
}

/** What a destroy leaves on purpose, a sentence each, with how to delete it. */
export function whatStays(plan: WithMachines): string[] {
  const retired = plan.outsideVms.filter((outsideVm) => !isLiving(outsideVm));
  return [...protectedOutsideVms(plan), ...retired].map(howToDelete);
}
