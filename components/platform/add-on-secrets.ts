import { Secret } from "@pulumi/kubernetes/core/v1/secret";
import type { Provider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { AddOnPlan } from "../../model/platform/add-on-plan";
import type { AccountName, SecretPlan, SecretValue } from "../../model/platform/proxmox-accounts";
import type { BuildContext } from "../build-context";
import { ProxmoxAccount } from "./proxmox-account";

export interface AddOnSecretsArgs {
  readonly addOns: readonly AddOnPlan[];
  readonly context: Pick<BuildContext, "plan" | "providers" | "identity">;
  readonly provider: Provider;
  readonly hooks: pulumi.ResourceHookBinding;
  /** What stands for the cluster: when it goes, nobody has to ask its API to delete what is on it. */
  readonly cluster: pulumi.Resource;
  /** What must be there before anything is made in a namespace. */
  readonly namespaces: ReadonlyMap<string, readonly pulumi.Resource[]>;
}

/** Passwords and tokens that add-ons read, and nobody had to think of. */
export class AddOnSecrets extends pulumi.ComponentResource {
  /** What must be there before an add-on of a namespace is installed: these Secrets, after what was needed before. */
  readonly namespaces: ReadonlyMap<string, readonly pulumi.Resource[]>;
  private readonly cluster: string;
  private readonly args: AddOnSecretsArgs;
  private readonly accounts = new Map<AccountName, ProxmoxAccount>();

  constructor(name: string, args: AddOnSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:AddOnSecrets", name, {}, opts);
    this.cluster = name;
    this.args = args;
    const made = args.addOns.flatMap((addOn) => (addOn.secrets ?? []).map((secret) => this.secret(addOn, secret)));
    this.namespaces = new Map(
      [...args.namespaces].map(([namespace, before]) => [
        namespace,
        [...before, ...made.filter((one) => one.namespace === namespace).map(({ secret }) => secret)],
      ]),
    );
    this.registerOutputs({});
  }

  private secret({ namespace }: AddOnPlan, { name, data }: SecretPlan) {
    const { provider, hooks, cluster, namespaces } = this.args;
    const values = Object.entries(data).map(([key, value]) => [key, this.textOf(value)] as const);
    const secret = new Secret(
      `${this.cluster}-${name}`,
      { metadata: { name, namespace }, stringData: pulumi.secret(pulumi.all(Object.fromEntries(values))) },
      {
        parent: this,
        provider,
        hooks,
        deletedWith: cluster,
        dependsOn: [...(namespaces.get(namespace) ?? [])],
        deleteBeforeReplace: true,
        customTimeouts: { create: "2m", update: "2m", delete: "2m" },
      },
    );
    return { namespace, secret };
  }

  private textOf(value: SecretValue): pulumi.Output<string> {
    if ("text" in value) return pulumi.output(value.text);
    if ("generated" in value) return this.args.context.identity.secret(value.generated);
    return this.account(value.account).config;
  }

  private account(account: AccountName): ProxmoxAccount {
    const found = this.accounts.get(account);
    if (found) return found;
    const { context } = this.args;
    const made = new ProxmoxAccount(`${this.cluster}-${account}`, { account, context }, { parent: this });
    this.accounts.set(account, made);
    return made;
  }
}
