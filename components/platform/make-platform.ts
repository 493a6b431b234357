import type * as pulumi from "@pulumi/pulumi";
import type { PlatformPlan } from "../../model/platform/platform-plan";
import type * as platform from "./platform";

/**
 * Makes the platform of a stack that has one. The SDK of Kubernetes is loaded for no other stack; hence `require`, which
 * loads where it stands.
 */
export function makePlatform(
  name: string,
  plan: PlatformPlan | undefined,
  args: Omit<platform.PlatformArgs, "platform">,
  opts: pulumi.ComponentResourceOptions,
): void {
  if (plan === undefined) return;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Platform } = require("./platform") as typeof platform;
  new Platform(name, { ...args, platform: plan }, opts);
}
