import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../model/cluster-plan";
import type { Connection } from "../model/step-order";
import type { BuildContext } from "./build-context";

/**
 * How the program logs in to a machine: with its own key, through the jump host if there is one, and only if the machine
 * presents its own host key. Secret.
 */
export function connectionTo(node: NodePlan, context: BuildContext): pulumi.Output<Connection> {
  const { access } = context.plan;
  const keys = pulumi.all([
    context.identity.automationPrivateKey,
    context.hostKeys.of(node).publicKey,
    pulumi.secret(context.secrets.sshPrivateKey),
  ]);
  return keys.apply(([privateKey, hostKey, jumpHostKey]) => ({
    host: node.address,
    port: access.sshPort,
    user: access.user,
    privateKey,
    hostKey,
    attempts: access.dialAttempts,
    ...(access.bastion && { jumpHost: { ...access.bastion, privateKey: jumpHostKey } }),
  }));
}
