import { howToDelete, isLiving, type LivingAppliance } from "../model/appliance-plan";
import type { ClusterPlan } from "../model/cluster-plan";

type Kept = Pick<ClusterPlan, "appliances">;

/** Machines of the plan that a destroy leaves where they are. */
export function protectedAppliances({ appliances }: Kept): LivingAppliance[] {
  return appliances.filter(isLiving).filter((appliance) => appliance.protect);
}

/** What a destroy leaves on purpose, a sentence each, with how to delete it. */
export function whatStays(plan: Kept): string[] {
  const retired = plan.appliances.filter((appliance) => !isLiving(appliance));
  return [...protectedAppliances(plan), ...retired].map(howToDelete);
}

/** Whether something that is left belongs to a protected machine: itself, its disks and document, the bridges under it. */
export function isExpectedToStay(item: string, plan: Kept): boolean {
  return protectedAppliances(plan).some(
    ({ vmId, name, nics }) =>
      item.startsWith(`VM ${vmId} (`) ||
      new RegExp(`[:/]vm-${vmId}-`).test(item) ||
      item.includes(`snippets/${name}.vendor.yaml`) ||
      nics.some(({ bridge }) => item.startsWith(`network interface ${bridge} `)),
  );
}
