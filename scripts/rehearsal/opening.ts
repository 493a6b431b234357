import type { StackPlan } from "../../distributions/distribution";
import { factsOf } from "../../stack/platform/plan-add-ons";
import { CONTROL_PLANE } from "../../toolchain/platform";
import type { Tools } from "../toolchain-setup";
import { isGuarded } from "./network-guard";
import type { RehearseOptions } from "./rehearse-options";
import { seedInWords } from "./verdict";

type Opened = Pick<RehearseOptions, "keep" | "seed" | "from">;

/** What a run says below the plan, before anything happens. */
export function openingLines(options: Opened, plan: StackPlan, tools: Pick<Tools, "versions">): string[] {
  return [
    ...changeInWords(options),
    guardInWords(options),
    ...apiServerInWords(plan, tools),
    ...chartsInWords(plan),
    seedInWords(options.seed),
    "",
  ];
}

function changeInWords({ from }: Opened): string[] {
  if (from === undefined) return [];
  return [`The cluster of ${from.name} comes up first; then the stack file as it is now is applied to it.`];
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

/** What of a chart is rehearsed, and what only life shows. */
function chartsInWords({ platform }: StackPlan): string[] {
  const { addOns = [] } = platform ?? {};
  const [known, unknown] = [true, false].map((isKnown) =>
    addOns.filter((addOn) => (factsOf(addOn) !== undefined) === isKnown).map(({ name }) => name),
  );
  return [
    ...says(
      known,
      "have the objects and sizes of the real ones; programs, webhooks and access rules are not rehearsed",
    ),
    ...says(unknown, "are one pod each, as nothing is known of them here"),
  ];
}

const says = (names: readonly string[] = [], what: string): string[] =>
  names.length === 0 ? [] : [`Stand-ins for the charts of ${names.join(", ")} ${what}.`];
