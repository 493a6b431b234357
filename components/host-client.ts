import * as pulumi from "@pulumi/pulumi";
import { installations } from "../model/installations";
import { nodeNames } from "../model/node-names";
import type { LoadedConfig } from "./load-config";
import { hostAwayIn, type PveClient, PveError } from "./pve-client";
import { clientOfAll } from "./pve-clients";
import { tokenOf } from "./provider";

/** Client for requests that the provider does not make, with the provider's token, trusted certificates and proxy. */
export async function hostClient({ plan, secrets }: Pick<LoadedConfig, "plan" | "secrets">): Promise<PveClient> {
  return clientOfAll(
    await Promise.all(
      installations(plan).map(async (installation) => {
        const apiToken = await valueOf(tokenOf(secrets, installation));
        return { ...installation, apiToken, names: nodeNames(plan, installation) };
      }),
    ),
  );
}

const valueOf = (output: pulumi.Output<string>): Promise<string> =>
  new Promise((resolve) => output.apply((value) => resolve(value)));

/** Why a host could not be asked, as a message about the key at fault. */
export function unreachable(endpoint: string, error: unknown, installation = ""): pulumi.RunError {
  const token = installation === "" ? "proxmoxToken" : "proxmoxTokens";
  if (error instanceof PveError && error.status === 401) {
    return new pulumi.RunError(
      `${token}: refused by ${endpoint}, got ${error.status} ${error.reason}, must be a token that exists there, ` +
        `as user@realm!name=uuid; nothing was touched: set it again with pulumi config set --secret homelab:${token}`,
    );
  }
  const away = hostAwayIn(error);
  if (away !== undefined) {
    return new pulumi.RunError(
      `proxmox.hosts.${away}: does not answer the other hosts, got ${(error as Error).message}, must be running; ` +
        "nothing was touched: switch it on, and run again",
    );
  }
  const reason = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
  const path = installation === "" ? "proxmox.endpoint" : `proxmox.hosts.${installation}.endpoint`;
  return new pulumi.RunError(
    `${path}: cannot be reached, got ${endpoint} (${reason}), ` +
      "must be a Proxmox VE that this computer can reach; nothing was touched: check address, network, proxy and certificate; any host of a Proxmox cluster will do",
  );
}
