import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../../model/cluster-plan";
import type { BootstrapContext } from "../../components/bootstrap";
import { renderMachineConfig } from "../documents";
import { renderTalosServerScript, renderTalosWorkerScript } from "../script";
import type { TalosPlan } from "../plan";
import { renderTalosHealthGateScript, renderTalosDrainScript } from "../gate-and-drain-scripts";
import type { TalosAuthorities } from "./authorities";

/** What Talos' components are built from, besides their machine. */
export interface TalosContext extends BootstrapContext<TalosPlan> {
  readonly authorities: TalosAuthorities;
}

/** The script of a control plane, with its configuration. Secret. */
export function serverScript(context: TalosContext, node: NodePlan): pulumi.Output<string> {
  return secretsOf(context, node).apply((secrets) => renderTalosServerScript(context.plan, node, secrets));
}

/** The script of a worker, with its configuration; `drained` is the output of its drain. Secret. */
export function workerScript(
  context: TalosContext,
  node: NodePlan,
  drained: pulumi.Output<string>,
): pulumi.Output<string> {
  return pulumi
    .all([secretsOf(context, node), drained])
    .apply(([secrets, said]) => renderTalosWorkerScript(context.plan, node, secrets, said));
}

/** The health check before the machine of the next control plane is changed. Secret. */
export function healthGateScript(context: TalosContext, contact: NodePlan, next: NodePlan): pulumi.Output<string> {
  return context.authorities.operator.apply((operator) =>
    renderTalosHealthGateScript(context.plan, contact, next, operator),
  );
}

/** What is done before the machine of a worker restarts. Secret. */
export function drainScript(context: TalosContext, node: NodePlan): pulumi.Output<string> {
  return context.authorities.operator.apply((operator) => renderTalosDrainScript(context.plan, node, operator));
}

function secretsOf({ plan, authorities }: TalosContext, node: NodePlan) {
  return pulumi
    .all([authorities.operator, authorities.secrets])
    .apply(([operator, secrets]) => ({ ...operator, machineConfig: renderMachineConfig(plan, node, secrets) }));
}
