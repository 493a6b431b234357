import type { StackPlan } from "../../distributions/distribution";
import { CONTROL_PLANE } from "../../toolchain/platform";
import type { Tools } from "../toolchain-setup";
import { isGuarded } from "./network-guard";
import type { RehearseOptions } from "./rehearse-options";
import { seedInWords } from "./verdict";

type Opened = Pick<RehearseOptions, "keep" | "seed">;

/** What a run says below the plan, before anything happens. */
export function openingLines(options: Opened, plan: StackPlan, tools: Pick<Tools, "versions">): string[] {
  return [guardInWords(options), ...apiServerInWords(plan, tools), seedInWords(options.seed), ""];
}

/** Who sees to it that nothing outside is dialled. */
function guardInWords({ keep }: Opened): string {
  if (isGuarded())
    return "The guard is active: this network has only loopback, and any outside connection violates an invariant.";
  const why = keep
    ? "--keep lets other terminals use the simulation"
    : "this machine does not allow network namespaces";
  return `The guard is off because ${why}: only stack files with loopback addresses run, and a trap catches proxied connections.`;
}

/** Who judges the objects of a platform. */
function apiServerInWords({ platform, cluster }: StackPlan, { versions }: Pick<Tools, "versions">): string[] {
  if (platform === undefined) return [];
  const version = versions[CONTROL_PLANE.kubernetes];
  return [`A real kube-apiserver ${version} judges the platform, for a cluster of ${cluster.kubernetesVersion}.`];
}
