import type { StackPlan } from "../../distributions/distribution";
import { parseStack } from "../../model/parse";
import { plan } from "../../model/plan";

/** The plan of a stack file's text; throws ConfigError with everything wrong at once. */
export function planOf(stackFile: string, stack: string): StackPlan {
  return plan(parseStack(stackFile, `Pulumi.${stack}.yaml`).config, stack);
}
