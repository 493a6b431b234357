import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../model/cluster-plan";
import type { Connection } from "../model/step-order";
import type { Site } from "./site";

/**
 * How the program logs in to a machine: with its own key, through the jump host if there is one, and only to the host
 * key that was made for this machine. Secret.
 */
export function connectionTo(machine: MachinePlan, site: Site): pulumi.Output<Connection> {
  const { access } = site.plan;
  const keys = pulumi.all([
    site.identity.automationPrivateKey,
    site.hostKeys.of(machine).publicKey,
    pulumi.secret(site.secrets.sshPrivateKey),
  ]);
  return keys.apply(([privateKey, hostKey, jumpHostKey]) => ({
    host: machine.address,
    port: access.sshPort,
    user: access.user,
    privateKey,
    hostKey,
    attempts: access.dialAttempts,
    ...(access.bastion && { jumpHost: { ...access.bastion, privateKey: jumpHostKey } }),
  }));
}
