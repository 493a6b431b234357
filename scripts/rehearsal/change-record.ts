import type { StackPlan } from "../../distributions/distribution";
import { isInService } from "../../model/outside-vm-plan";
import type { ChangedResource, ChangeRecord } from "../../rehearsal/report/record";
import { changedSteps } from "../engine/engine-events";
import type { EarlierStackFile } from "./earlier-stack-file";
import { changePhaseOf } from "./life";
import type { Phase } from "./phase";

/** What the report says of a change; undefined when it never came to it. */
export function changeRecordOf(
  from: EarlierStackFile,
  phases: readonly Phase[],
  plans: readonly StackPlan[],
): ChangeRecord | undefined {
  const phase = changePhaseOf(phases);
  if (phase === undefined) return undefined;
  const machines = plans.flatMap(({ nodes, vms }) => [...nodes, ...vms.filter(isInService)].map(({ name }) => name));
  return { phase: phase.name, from: from.name, machines: [...new Set(machines)], steps: stepsOf(phase) };
}

/** A replacement is one step for who reads of it, though it is three for the engine. */
function stepsOf({ result }: Phase): ChangedResource[] {
  return changedSteps(result.events)
    .filter(({ op }) => op !== "create-replacement" && op !== "delete-replaced")
    .map(({ op, urn, diffs }) => ({
      operation: op,
      resource: urn.split("::").at(-1) ?? "",
      properties: [...(diffs ?? [])],
    }));
}
