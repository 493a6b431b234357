import { howToDelete, isLiving, type LivingAppliance } from "./appliance-plan";
import type { ClusterPlan } from "./cluster-plan";

type WithMachines = Pick<ClusterPlan, "appliances">;

/** Machines of the plan that a destroy leaves where they are. */
export function protectedAppliances({ appliances }: WithMachines): LivingAppliance[] {
  return appliances.filter(isLiving).filter((appliance) => appliance.protect);
}

/** What a destroy leaves on purpose, a sentence each, with how to delete it. */
export function whatStays(plan: WithMachines): string[] {
  const retired = plan.appliances.filter((appliance) => !isLiving(appliance));
  return [...protectedAppliances(plan), ...retired].map(howToDelete);
}
