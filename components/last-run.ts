import * as pulumi from "@pulumi/pulumi";
import { begunRunOf } from "../stack/begun-run";
import { changeIssues, doneByHand, type Wanted } from "../stack/change-issues";
import { ConfigError } from "../model/errors";
import type { Config } from "../model/config";
import { inStateOf } from "../model/in-state";
import type { MadeResource } from "../model/made-resource";
import { retriesIn } from "../stack/platform/releases-in-state";
import { recreatedIn } from "../stack/recreated";
import { type LastRun, lastRunOf, OUTPUTS_OF_A_RUN } from "../stack/last-run";

/** Reads the stack's own outputs, as any other stack could, and what an unfinished run created. */
export async function readLastRun(config: Config): Promise<LastRun> {
  const self = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const reference = new pulumi.StackReference(self);
  const details = await Promise.all(OUTPUTS_OF_A_RUN.map((name) => reference.getOutputDetails(name)));
  const outputs = Object.fromEntries(OUTPUTS_OF_A_RUN.map((name, index) => [name, details[index]?.value as unknown]));
  const resources = await resourcesOf(self);
  const begun = begunRunOf(resources);
  const finished = lastRunOf(outputs);
  const hosts = { ...finished.configuration?.proxmox.hosts, ...config.proxmox.hosts };
  return {
    ...finished,
    ...(begun && { begun }),
    inState: inStateOf(resources, { proxmox: { hosts } }),
    recreated: recreatedIn(resources),
    retries: retriesIn(resources),
  };
}

async function resourcesOf(stackName: string): Promise<MadeResource[]> {
  const answer = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as {
    readonly outputs: Readonly<Record<string, Omit<MadeResource, "urn">>>;
  };
  return Object.entries(answer.outputs).map(([urn, resource]) => ({ urn, ...resource }));
}

/**
 * `byHand` comes from the environment. @throws pulumi.RunError with every reason why the running cluster cannot be changed
 * to the plan.
 */
export function refuseImpossibleChange(lastRun: LastRun, wanted: Wanted, byHand = doneByHand(process.env)): void {
  const issues = changeIssues(lastRun, wanted, byHand);
  if (issues.length > 0) throw new pulumi.RunError(new ConfigError(issues).message);
}
