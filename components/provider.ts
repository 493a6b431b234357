import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import type * as pulumi from "@pulumi/pulumi";
import type { StackPlan } from "../distributions/distribution";
import { type Installation, installations } from "../model/installations";
import { nodeOf } from "../model/node-names";
import { tokenOn } from "../model/proxmox-tokens";
import type { LoadedConfig, TypedSecrets } from "./load-config";

/** The connections to Proxmox, one per installation. */
export interface ProxmoxProviders {
  readonly first: proxmox.Provider;
  /** The one through which a host is reached. */
  of(host: string): proxmox.Provider;
}

/** Opens them; a rehearsal differs only in the endpoints. */
export function proxmoxProviders({ plan, secrets }: LoadedConfig): ProxmoxProviders {
  const made = installations(plan).map((installation) => ({
    hosts: installation.hosts,
    provider: providerOf(plan, secrets, installation),
  }));
  const [first] = made;
  if (first === undefined) throw new Error("no host: the rules let a wrong configuration pass");
  const of = (host: string) => (made.find(({ hosts }) => hosts.includes(host)) ?? first).provider;
  return { first: first.provider, of };
}

/** The API token of an installation. */
export function tokenOf(
  { proxmoxToken, proxmoxTokens }: Pick<TypedSecrets, "proxmoxToken" | "proxmoxTokens">,
  { name, hosts }: Installation,
): pulumi.Output<string> {
  if (name === "" || proxmoxTokens === undefined) return proxmoxToken;
  return proxmoxTokens.apply((text) => tokenOn(text, hosts) ?? "");
}

function providerOf(plan: StackPlan, secrets: TypedSecrets, installation: Installation): proxmox.Provider {
  const { ssh, hosts } = plan.proxmox;
  const { name, endpoint, insecure } = installation;
  return new proxmox.Provider(name === "" ? "proxmox" : `proxmox-${name}`, {
    endpoint: name === "" ? plan.proxmox.endpoint : endpoint,
    insecure,
    apiToken: tokenOf(secrets, installation),
    ssh: {
      username: ssh.user,
      privateKey: secrets.sshPrivateKey,
      nodes: Object.entries(hosts)
        .filter(([host]) => installation.hosts.includes(host))
        .map(([host, { address, sshPort }]) => ({ name: nodeOf(plan, host), address, port: sshPort ?? ssh.port })),
    },
  });
}
