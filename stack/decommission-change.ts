import { howToDelete } from "../model/outside-vm-plan";
import type { StackPlan } from "../distributions/distribution";
import type { Issue } from "../model/errors";
import { showValue } from "../model/errors";

/**
 * A machine that is in Pulumi's state would be deleted as soon as the program names it no more, which is what becomes
 * of a decommissioned one: it has to leave the state first.
 */
export function decommissionIssues(
  managed: Readonly<Record<string, number>>,
  { vms }: Pick<StackPlan, "vms">,
): Issue[] {
  return vms
    .filter(({ state, vmId }) => state === "decommissioned" && Object.values(managed).includes(vmId))
    .map((vm) => ({
      path: `vms.${vm.name}.state`,
      problem: "is still in Pulumi's state, so up would delete it",
      got: showValue(vm.state),
      allowed: "must be a VM that is not in the state",
      remedy:
        "stop it, disable its start on boot, then: pulumi state delete --force <urn of its vm> " +
        `(pulumi stack --show-urns); ${howToDelete(vm)}`,
    }));
}
