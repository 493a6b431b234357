import type { LivingOutsideVm } from "../model/outside-vm-plan";
import type { TemplatePlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import { isFirstBootFileOf, isImageFileOf } from "../model/file-names";
import { protectedOutsideVms } from "../model/kept-vms";

type Kept = Pick<StackPlan, "vms" | "cluster" | "templates">;

/** Whether something that is left belongs to a protected machine: itself, or what it is made of and plugged into. */
export function isExpectedToStay(item: string, plan: Kept): boolean {
  return protectedOutsideVms(plan).some(
    (vm) =>
      isItself(item, vm, plan.cluster.name) ||
      vm.nics.some(({ bridge }) => item.startsWith(`network interface ${bridge} `)) ||
      (vm.source === "image" && plan.templates.some((template) => isTemplate(item, template, plan.cluster.name))),
  );
}

function isItself(item: string, { vmId, name }: LivingOutsideVm, cluster: string): boolean {
  return isVm(item, vmId) || isFirstBootFileOf(cluster, { vmId, name }, fileIn(item, "snippets"));
}

/** A clone keeps its template in state, and the template its image. */
function isTemplate(item: string, { vmId, imageName }: TemplatePlan, cluster: string): boolean {
  return isVm(item, vmId) || isImageFileOf(cluster, imageName, fileIn(item, "import"));
}

const fileIn = (item: string, content: string): string => new RegExp(`:${content}/(\\S+)`).exec(item)?.[1] ?? "";

const isVm = (item: string, vmId: number) =>
  item.startsWith(`VM ${vmId} (`) || new RegExp(`[:/](vm|base)-${vmId}-`).test(item);
