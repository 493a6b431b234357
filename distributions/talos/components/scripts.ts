import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../../model/cluster-plan";
import { renderMachineConfig } from "../documents";
import { renderTalosServerScript, renderTalosWorkerScript } from "../script";
import { renderTalosTurnScript, renderTalosWorkerTurnScript } from "../turn-scripts";
import type { TalosSite } from "./site";

/** The script of a control plane, its configuration in it. Secret. */
export function serverScript(site: TalosSite, machine: MachinePlan): pulumi.Output<string> {
  return secretsOf(site, machine).apply((secrets) => renderTalosServerScript(site.plan, machine, secrets));
}

/** The script of a worker, its configuration in it; `emptied` is what its turn said. Secret. */
export function workerScript(
  site: TalosSite,
  machine: MachinePlan,
  emptied: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi
    .all([secretsOf(site, machine), emptied])
    .apply(([secrets, said]) => renderTalosWorkerScript(site.plan, machine, secrets, said));
}

/** What is asked before the machine of the next control plane is touched. Secret. */
export function turnScript(site: TalosSite, asked: MachinePlan, next: MachinePlan): pulumi.Output<string> {
  return site.authorities.operator.apply((operator) => renderTalosTurnScript(site.plan, asked, next, operator));
}

/** What is done before the machine of a worker restarts. Secret. */
export function workerTurnScript(site: TalosSite, machine: MachinePlan): pulumi.Output<string> {
  return site.authorities.operator.apply((operator) => renderTalosWorkerTurnScript(site.plan, machine, operator));
}

function secretsOf({ plan, authorities }: TalosSite, machine: MachinePlan) {
  return pulumi
    .all([authorities.operator, authorities.secrets])
    .apply(([operator, secrets]) => ({ ...operator, machineConfig: renderMachineConfig(plan, machine, secrets) }));
}
