import type * as pulumi from "@pulumi/pulumi";
import type { DistributionName } from "../../distributions/cluster-schema";
import type { PlanOf, StackPlan } from "../../distributions/distribution";
import type * as k3s from "../../distributions/k3s/components/bootstrap";
import type * as kubeadm from "../../distributions/kubeadm/components/bootstrap";
import type * as rke2 from "../../distributions/rke2/components/bootstrap";
import type * as talos from "../../distributions/talos/components/bootstrap";
import type { BuildContext } from "../build-context";
import type { Bootstrap, MakeBootstrap } from "../../distributions/components/bootstrap";

/**
 * What brings a cluster up, by the name that the stack file gives it. The others are not even loaded: their code costs a
 * preview no time, and a mistake in it breaks no stack that does not use it. Hence `require`, which loads where it stands.
 */
/* eslint-disable @typescript-eslint/no-require-imports */
const components = {
  rke2: () => (require("../../distributions/rke2/components/bootstrap") as typeof rke2).bootstrap,
  kubeadm: () => (require("../../distributions/kubeadm/components/bootstrap") as typeof kubeadm).bootstrap,
  talos: () => (require("../../distributions/talos/components/bootstrap") as typeof talos).bootstrap,
  k3s: () => (require("../../distributions/k3s/components/bootstrap") as typeof k3s).bootstrap,
} satisfies { [D in DistributionName]: () => MakeBootstrap<PlanOf<D>> };
/* eslint-enable @typescript-eslint/no-require-imports */

/** What brings up the cluster of this plan. */
export function bootstrapOf(name: string, context: BuildContext, opts: pulumi.ComponentResourceOptions): Bootstrap {
  // Of the plan's own distribution, so that it is given a plan that it knows.
  const make = components[context.plan.cluster.distribution]() as MakeBootstrap<StackPlan>;
  return make(name, context, opts);
}
