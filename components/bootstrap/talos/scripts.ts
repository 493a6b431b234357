import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../../../model/cluster-plan";
import { renderMachineConfig } from "../../../model/render/talos";
import {
  renderTalosServerScript,
  renderTalosTurnScript,
  renderTalosWorkerScript,
} from "../../../model/render/talos-script";
import type { TalosSite } from "./talos-site";

/** The script of a control plane, its configuration in it. Secret. */
export function serverScript(site: TalosSite, machine: MachinePlan): pulumi.Output<string> {
  return withConfig(site, machine, renderTalosServerScript);
}

/** The script of a worker, its configuration in it. Secret. */
export function workerScript(site: TalosSite, machine: MachinePlan): pulumi.Output<string> {
  return withConfig(site, machine, renderTalosWorkerScript);
}

/** What is asked before the machine of the next control plane is touched. Secret. */
export function turnScript(site: TalosSite, asked: MachinePlan, next: MachinePlan): pulumi.Output<string> {
  return site.authorities.operator.apply((operator) => renderTalosTurnScript(site.plan, asked, next, operator));
}

function withConfig({ plan, authorities }: TalosSite, machine: MachinePlan, render: typeof renderTalosServerScript) {
  return pulumi.all([authorities.operator, authorities.secrets]).apply(([operator, secrets]) => {
    const machineConfig = renderMachineConfig(plan, machine, secrets);
    return render(plan, machine, { ...operator, machineConfig });
  });
}
