import * as pulumi from "@pulumi/pulumi";
import { addedDiskIssues } from "../stack/added-disks";
import { awayIssues, type Outlook, unknownHostIssues } from "../stack/away-hosts";
import type { StackPlan } from "../distributions/distribution";
import { ConfigError } from "../model/errors";
import { foreignIssues, knownOf } from "../stack/foreign-issues";
import { goneHostIssues } from "../stack/gone-hosts";
import type { Inventory } from "../model/inventory";
import { unreachable } from "./host-client";
import { knownGuests, type LastRun } from "../stack/last-run";
import { hostAwayIn, type PveClient } from "./pve-client";
import { UnreachableProxmox } from "./pve-clients";
import { readInventory } from "./read-inventory";

/**
 * Reads what is on the hosts before anything is registered: in previews and updates, however the engine is run. @throws
 * pulumi.RunError when a host cannot be asked.
 */
export async function lookAtHosts(plan: StackPlan, client: PveClient, lastRun: LastRun): Promise<Inventory> {
  const look = () => readInventory(client, plan, knownGuests(lastRun), lastRun.inState);
  try {
    return await look().catch((error: unknown) => {
      if (hostAwayIn(error) === undefined) throw error;
      // It went down just now: the others notice after some seconds, and report it then.
      return look();
    });
  } catch (error) {
    if (error instanceof UnreachableProxmox) throw unreachable(error.endpoint, error.cause, error.installation);
    throw unreachable(plan.proxmox.endpoint, error);
  }
}

/** @throws pulumi.RunError with everything that would have to be done on hosts that are down. */
export function refuseChangesOnHostsAway(outlook: Outlook): void {
  const issues = awayIssues(outlook);
  if (issues.length === 0) return;
  throw new pulumi.RunError(
    `this run needs hosts that are down, nothing was touched:\n${new ConfigError(issues).message}`,
  );
}

/** @throws pulumi.RunError with everything foreign that is in the way of the plan. */
export function refuseForeign(plan: StackPlan, inventory: Inventory, lastRun: LastRun): void {
  const issues = [
    ...unknownHostIssues(plan, inventory),
    ...goneHostIssues(plan, inventory, lastRun),
    ...foreignIssues(plan, inventory, knownOf(plan, lastRun)),
    ...addedDiskIssues(plan, inventory.guests, lastRun),
  ];
  if (issues.length === 0) return;
  throw new pulumi.RunError(
    `existing resources are in the way, nothing was touched:\n${new ConfigError(issues).message}`,
  );
}
