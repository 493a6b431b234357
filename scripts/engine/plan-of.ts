import type { StackPlan } from "../../distributions/distribution";
import { parseStack } from "../../stack/parse";
import { plan } from "../../stack/plan";

/** The plan of a stack file's text; throws ConfigError with everything wrong at once. */
export function planOf(stackFile: string, stack: string): StackPlan {
  return plan(parseStack(stackFile, `Pulumi.${stack}.yaml`).config, stack);
}
