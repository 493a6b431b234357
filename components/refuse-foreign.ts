import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "../model/errors";
import { foreignIssues } from "../model/foreign-issues";
import { unreachable } from "./host-client";
import { knownGuests, type LastRun } from "./last-run";
import type { LoadedConfig } from "./load-config";
import type { PveClient } from "./pve-client";
import { readInventory } from "./read-inventory";

/**
 * Looks at what the hosts hold, and refuses before anything is registered when something of somebody else stands where
 * the plan wants something of its own: in a preview as in an update, whoever runs the engine.
 * @throws pulumi.RunError with everything that is in the way.
 */
export async function refuseForeign(loaded: LoadedConfig, client: PveClient, lastRun: LastRun): Promise<void> {
  const { plan } = loaded;
  const known = knownGuests(lastRun);
  const inventory = await readInventory(client, plan, known).catch((error: unknown) => {
    throw unreachable(plan.proxmox.endpoint, error);
  });
  const issues = foreignIssues(plan, inventory, known);
  if (issues.length === 0) return;
  throw new pulumi.RunError(
    `what is on the host stands in the way, nothing was touched:\n${new ConfigError(issues).message}`,
  );
}
