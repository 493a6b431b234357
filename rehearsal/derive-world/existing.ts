import { isLiving, type LivingAppliance } from "../../model/appliance-plan";
import type { ClusterPlan } from "../../model/cluster-plan";
import type { WorldSpec } from "../world-spec";

/** What the plan takes for granted: decommissioned machines, machines to clone, ISOs to install from, and the ways out. */
export function existingOf(plan: ClusterPlan): Pick<WorldSpec, "machines" | "files" | "subnets"> {
  const living = plan.appliances.filter(isLiving);
  const retired = plan.appliances.filter((appliance) => !isLiving(appliance));
  return {
    machines: [
      ...retired.map(({ name, vmId, host }) => ({ name, vmId, host, config: { onboot: "0" } })),
      ...living.flatMap(cloneSource),
    ],
    files: living.flatMap(({ host, source }) =>
      typeof source === "object" && "iso" in source ? [{ host, volume: source.iso }] : [],
    ),
    subnets: plan.network.subnets,
  };
}

/** One that is small enough to be cloned into what is planned. */
function cloneSource({ host, source, storage }: LivingAppliance): NonNullable<WorldSpec["machines"]> {
  if (typeof source !== "object" || !("clone" in source)) return [];
  const disk = { storage, sizeGiB: 1 };
  return [{ name: `template-${source.clone}`, vmId: source.clone, host, config: { boot: "order=virtio0" }, disk }];
}
