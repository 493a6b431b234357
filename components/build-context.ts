import type * as pulumi from "@pulumi/pulumi";
import type { NodePlan, TemplatePlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import { nodeOf } from "../model/node-names";
import type { ClusterIdentity } from "./cluster-identity";
import type { HostKeys } from "./host-keys";
import type { LastRun, Recreated } from "../stack/last-run";
import type { TypedSecrets } from "./load-config";
import type { ProxmoxProviders } from "./provider";
import type { VmHooks } from "./vm-hooks";

/** What every component receives besides its own plan: one value instead of six arguments. */
export interface BuildContext<P extends StackPlan = StackPlan> {
  readonly plan: P;
  readonly secrets: TypedSecrets;
  readonly identity: ClusterIdentity;
  readonly hostKeys: HostKeys;
  readonly lastRun: LastRun;
  readonly providers: ProxmoxProviders;
  readonly recreated: Recreated;
  /** For every machine that the program creates. */
  readonly vmHooks: VmHooks;
  /** For every snippet that is uploaded over SSH. */
  readonly documentHooks: pulumi.ResourceHookBinding;
}

/** A template as the source of a clone: with the host where it was found, if it has been migrated. */
export function cloneFrom(plan: StackPlan, { vmId, host, foundOn = host }: TemplatePlan) {
  return { vmId, nodeName: nodeOf(plan, foundOn) };
}

/** The template that the machine is cloned from: on its host, or on a storage shared with it. */
export function templateOf(plan: StackPlan, machine: Pick<NodePlan, "name" | "host">): TemplatePlan {
  const template = plan.templates.find((candidate) => candidate.serves.includes(machine.host));
  if (!template) throw new Error(`no template is planned on host ${machine.host} of ${machine.name}`);
  return template;
}
