import { Cluster } from "../../components/cluster";
import { hostClient } from "../../components/host-client";
import type { LastRun } from "../../stack/last-run";
import { loadConfig } from "../../components/load-config";
import { packageOf } from "../../stack/charts/chart-cache";
import { loadParts } from "../../components/parts-of-stack";
import { proxmoxProviders } from "../../components/provider";
import type { ClusterPlan } from "../../model/cluster-plan";
import type { AddOnPlan } from "../../model/platform/add-on-plan";
import { exampleSecrets, pulumiConfig } from "./asgard";
import { type OutputsOf, type Recording, record } from "./pulumi-mocks";

/** As if it had been fetched; every repository has another package. */
function chartOf({ chart, version, repository }: AddOnPlan) {
  const found = packageOf(Buffer.from(repository));
  return { path: `./.charts/${chart}-${version}-${found.sha256.slice(0, 16)}.tgz`, found };
}

interface Recorded {
  recording: Recording;
  plan: ClusterPlan;
}

/** A run takes half a second, and many tests of a file compare with the same one. */
const recorded = new Map<string, Promise<Recorded>>();

/** What the program registers for the sections of a stack file, and the plan they make. The same input is recorded once. */
export function recordStack(
  stack: string,
  sections: Record<string, unknown>,
  lastRun: LastRun = { nodes: {} },
  instead: OutputsOf = {},
): Promise<Recorded> {
  if (Object.keys(instead).length > 0) return recordAgain(stack, sections, lastRun, instead);
  const key = JSON.stringify([stack, sections, lastRun]);
  const known = recorded.get(key) ?? recordAgain(stack, sections, lastRun, {});
  recorded.set(key, known);
  return known;
}

async function recordAgain(
  stack: string,
  sections: Record<string, unknown>,
  lastRun: LastRun,
  instead: OutputsOf,
): Promise<Recorded> {
  const secretKeys = Object.keys(exampleSecrets).map((name) => `homelab:${name}`);
  const program = async (): Promise<ClusterPlan> => {
    const loaded = loadConfig();
    new Cluster(loaded.plan.cluster.name, {
      ...loaded,
      lastRun,
      host: hostClient(loaded),
      providers: proxmoxProviders(loaded),
      parts: await loadParts(loaded.plan),
      charts: new Map((loaded.plan.platform?.addOns ?? []).map((addOn) => [addOn.name, chartOf(addOn)])),
    });
    return loaded.plan;
  };
  const { recording, result } = await record(stack, pulumiConfig(sections), secretKeys, program, instead);
  return { recording, plan: result as ClusterPlan };
}
