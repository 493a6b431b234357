import type { StackConfig, StackPlan } from "../../distributions/distribution";
import { onceEach } from "../../model/once-each";
import type { PlatformPlan } from "../../model/platform/platform-plan";
import { plan } from "../plan";

/** With what the catalogue says; a configuration that breaks other rules may have none, and those are said. */
export const plannedPlatform = onceEach(
  (config: StackConfig): (StackPlan & { readonly platform: PlatformPlan }) | undefined => {
    if (Object.keys(config.platform?.addons ?? {}).length === 0) return undefined;
    try {
      const found = plan(config, "");
      const { platform } = found;
      return platform && { ...found, platform };
    } catch {
      return undefined;
    }
  },
);
