import * as pulumi from "@pulumi/pulumi";
import { configurationResource } from "../stack/begun-run";
import { bringsNodes } from "../stack/last-run";
import { recreatedResource } from "../stack/recreated";
import type { BuildContext } from "./build-context";
import { destroyGuard } from "./destroy-guard";
import type { LoadedConfig } from "./load-config";

/**
 * What the state keeps for the next run in case this one does not finish: the configuration, with which edits are compared,
 * and how often nodes were recreated. Everything waits for them: what is not recorded would be applied or counted twice.
 */
export function runRecords(
  name: string,
  { plan, lastRun, recreated }: BuildContext,
  config: LoadedConfig["config"],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const ignoreChanges = bringsNodes(plan, lastRun) ? [] : ["input"];
  const hooks = { beforeDelete: [destroyGuard(plan.stack)] };
  const intent = new pulumi.Stash(configurationResource(name), { input: config }, { ...opts, ignoreChanges, hooks });
  if (Object.keys(recreated).length === 0) return [intent];
  return [intent, new pulumi.Stash(recreatedResource(name), { input: recreated }, opts)];
}
