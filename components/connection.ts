import type { types } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { MachinePlan } from "../model/cluster-plan";
import type { Site } from "./site";

/**
 * How the program logs in to a machine: with its own key, through the jump host if there is one, and only to the host
 * key that was made for this machine. A machine that boots refuses for longer than the default ten errors last
 * (pulumi-command #1238), and one that never boots must not be dialled until the resource's time-out.
 */
export function connectionTo(machine: MachinePlan, site: Site): types.input.remote.ConnectionArgs {
  const { access } = site.plan;
  const connection: types.input.remote.ConnectionArgs = {
    host: machine.address,
    port: access.sshPort,
    user: access.user,
    privateKey: site.identity.automationPrivateKey,
    hostKey: site.hostKeys.of(machine).publicKey,
    dialErrorLimit: access.dialAttempts,
    perDialTimeout: 15,
  };
  if (!access.bastion) return connection;
  const { host, port, user, hostKey } = access.bastion;
  const proxy = {
    host,
    port,
    user,
    hostKey,
    privateKey: pulumi.secret(site.secrets.sshPrivateKey),
    dialErrorLimit: 10,
  };
  return { ...connection, proxy };
}
