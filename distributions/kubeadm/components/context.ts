import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../../../model/cluster-plan";
import type { KubeadmPlan } from "../plan";
import { joinHostsOf, type JoinInputs, type ServerInputs } from "../script";
import type { BootstrapContext } from "../../components/bootstrap";
import type { KubeadmAuthority } from "./authority";
import type { KubeadmJoinKeys } from "./join-keys";

/** What kubeadm's components are built from, besides their machine. */
export interface KubeadmContext extends BootstrapContext<KubeadmPlan> {
  readonly authority: KubeadmAuthority;
  readonly joinKeys: KubeadmJoinKeys;
}

/** What a worker's script is rendered with. Secret. */
export function workerInputs(context: KubeadmContext, node: NodePlan): pulumi.Output<JoinInputs> {
  return pulumi.output({
    caCert: context.authority.certificate,
    joinKey: context.joinKeys.worker.privateKey,
    hostKeys: hostKeysBehind(context, node),
  });
}

/** What a control plane's script is rendered with; only the first control plane gets the CA's key. Secret. */
export function serverInputs(
  context: KubeadmContext,
  node: NodePlan,
  role: "first" | "joiner",
): pulumi.Output<ServerInputs> {
  const { authority, joinKeys } = context;
  return pulumi.output({
    caCert: authority.certificate,
    caKey: role === "first" ? authority.key : "",
    joinKey: joinKeys.server.privateKey,
    joinKeys: { worker: joinKeys.worker.publicKey, server: joinKeys.server.publicKey },
    hostKeys: hostKeysBehind(context, node),
  });
}

function hostKeysBehind(context: KubeadmContext, node: NodePlan): pulumi.Output<string[]> {
  return pulumi.all(joinHostsOf(context.plan, node).map((joinHost) => context.hostKeys.of(joinHost).publicKey));
}
