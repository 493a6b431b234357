import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { StackPlan } from "../../distributions/distribution";
import { type Installation, installationOf, installations } from "../../model/installations";
import { ownershipMarker } from "../../model/ownership-marker";
import { ACCOUNT_GROUP, accountPrivileges, type AccountName } from "../../model/platform/proxmox-accounts";
import { storagesOf } from "../../stack/platform/catalogue/proxmox-csi";
import { regionOf } from "../../stack/platform/place-labels";
import type { BuildContext } from "../build-context";

export interface ProxmoxAccountArgs {
  readonly account: AccountName;
  readonly context: Pick<BuildContext, "plan" | "providers">;
}

/**
 * A user of its own at Proxmox for a program on the cluster, with a role that allows what the program needs on the nodes' VMs
 * and on its storages, and nothing anywhere else: the program's own token would let whoever reads it delete every VM.
 */
export class ProxmoxAccount extends pulumi.ComponentResource {
  /** Where Proxmox is, and with which token, as sergelogvinov's programs read it (docs/config.md). Secret. */
  readonly config: pulumi.Output<string>;

  constructor(name: string, args: ProxmoxAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:ProxmoxAccount", name, {}, opts);
    const all = installations(args.context.plan).map((installation) => this.on(name, installation, args));
    this.config = pulumi.secret(pulumi.all(all).apply((clusters) => stringify({ clusters })));
    this.registerOutputs({});
  }

  private on(name: string, installation: Installation, { account, context: { plan, providers } }: ProxmoxAccountArgs) {
    const [host = ""] = installation.hosts;
    const own = installation.name === "" ? name : `${name}-${installation.name}`;
    const opts = { parent: this, provider: providers.of(host) };
    const comment = ownershipMarker(plan.cluster.name, `account/${account}`);
    const id = `${plan.cluster.name}-${account}`;
    const role = new proxmox.RoleLegacy(
      `${own}-role`,
      { roleId: `homelab-${id}`, privileges: [...accountPrivileges[account]] },
      { ...opts, deleteBeforeReplace: true },
    );
    const user = new proxmox.UserLegacy(
      `${own}-user`,
      { userId: `${id}@pve`, comment, groups: [ACCOUNT_GROUP], acls: acls(plan, installation, role.roleId) },
      { ...opts, deleteBeforeReplace: true },
    );
    const token = new proxmox.user.Token(
      `${own}-token`,
      { userId: user.userId, tokenName: account, comment, privilegesSeparation: false },
      { ...opts, deleteBeforeReplace: true },
    );
    return {
      url: `${installation.endpoint}/api2/json`,
      insecure: installation.insecure,
      token_id: pulumi.interpolate`${token.userId}!${token.tokenName}`,
      // Proxmox says it with the id before it.
      token_secret: token.value.apply((value) => value.slice(value.indexOf("=") + 1)),
      region: regionOf(plan, host),
    };
  }
}

/** Not propagated: below a VM and a storage there is nothing. */
function acls(plan: StackPlan, { name }: Installation, roleId: pulumi.Output<string>) {
  const nodes = plan.nodes.filter(({ host }) => installationOf(plan, host).name === name);
  const paths = [
    ...nodes.map(({ vmId }) => `/vms/${vmId}`),
    ...storagesOf({ ...plan, nodes }).map((id) => `/storage/${id}`),
  ];
  return paths.sort().map((path) => ({ path, propagate: false, roleId }));
}
