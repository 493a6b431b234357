import * as pulumi from "@pulumi/pulumi";
import type { LoadedConfig } from "./load-config";
import { PveClient, PveError } from "./pve-client";

/** How long a host may think about one answer before we say that it cannot be reached. */
const PATIENCE_MS = 15_000;

/** Our own way to the host, with the provider's token, trust and proxy, for what the provider does not ask. */
export function hostClient({ plan, secrets }: Pick<LoadedConfig, "plan" | "secrets">): Promise<PveClient> {
  const { endpoint, insecure } = plan.proxmox;
  return new Promise((resolve) =>
    secrets.proxmoxToken.apply((apiToken) =>
      resolve(new PveClient({ endpoint, insecure, apiToken, env: process.env, patienceMs: PATIENCE_MS })),
    ),
  );
}

/** Why the host could not be asked, as a message about the key that is to blame. */
export function unreachable(endpoint: string, error: unknown): pulumi.RunError {
  if (error instanceof PveError && error.status === 401) {
    return new pulumi.RunError(
      `proxmoxToken: is refused by ${endpoint}, got ${error.status} ${error.reason}, must be a token that exists there, ` +
        "as user@realm!name=uuid; nothing was touched: set it anew with pulumi config set --secret homelab:proxmoxToken",
    );
  }
  const reason = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code : String(error);
  return new pulumi.RunError(
    `proxmox.endpoint: cannot be asked what is on it, got ${endpoint} (${reason}), ` +
      "must be a Proxmox VE that answers from here; nothing was touched: check address, network, proxy and certificate",
  );
}
