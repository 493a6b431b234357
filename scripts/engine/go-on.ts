import type { StackPlan } from "../../distributions/distribution";
import type { UpdateOptions } from "./pulumi";

/**
 * What fails stops what needs it and nothing else: add-ons have nothing to do with each other. Without add-ons the engine
 * ends as soon as something fails, for everything else of a cluster waits for each other anyway.
 */
export function goingOn({ platform }: Pick<StackPlan, "platform">): Pick<UpdateOptions, "continueOnError"> {
  return (platform?.addOns.length ?? 0) > 0 ? { continueOnError: true } : {};
}
