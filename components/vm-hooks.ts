import * as pulumi from "@pulumi/pulumi";
import { awayNotices } from "../stack/away-hosts";
import type { StackPlan } from "../distributions/distribution";
import { describeGuest, type Guest } from "../model/inventory";
import { isMarkedFor } from "../model/ownership-marker";
import { plannedGuests } from "../stack/planned-guests";
import { cloneRetryHook } from "./retries";
import { hostsAway } from "./hosts-away";
import { type PveClient, PveError } from "./pve-client";
import { guestsOf, noted } from "./read-inventory";
import { rootDisks } from "./root-disk";

/** The VM inputs that hooks read. */
interface VmInputs {
  readonly vmId: number;
  readonly clone?: { readonly vmId: number };
}

/** Hooks around the creation and change of every machine of a stack. One set serves all of them. */
export interface VmHooks {
  readonly machine: pulumi.ResourceHookBinding;
  /** For the record of its root disk. */
  readonly disk: pulumi.ResourceHook;
}

export function vmHooks(plan: StackPlan, host: Promise<PveClient>): VmHooks {
  const { beforeMachine, beforeRecord } = rootDisks(plan, host);
  return {
    machine: {
      beforeCreate: [freeIdHook(plan, host)],
      beforeUpdate: [beforeMachine],
      onError: [cloneRetryHook(), hostWentAwayHook(plan, host)],
    },
    disk: beforeRecord,
  };
}

/**
 * Checks again right before a machine is created, minutes after the first check: somebody may have taken the id, or the
 * template's, in the meantime. The provider would take over a foreign machine (bpg retry.DoTask: after a 5xx response a
 * retry treats "already exists" as done, and a create always retries).
 */
function freeIdHook(plan: StackPlan, host: Promise<PveClient>): pulumi.ResourceHook {
  const planned = plannedGuests(plan);
  return new pulumi.ResourceHook("id-is-free", async ({ newInputs }) => {
    const { vmId, clone } = newInputs as VmInputs;
    // By the id, which is unique in a stack, while standalone hosts may have the same name.
    const client = (await host).at(planned.find((guest) => guest.vmId === vmId)?.host ?? "");
    if (!(await isFree(client, vmId))) throw new Error(taken(plan, vmId, await find(client, vmId)));
    const isTemplate = plan.templates.some((template) => template.vmId === clone?.vmId);
    if (clone === undefined || !isTemplate) return;
    const template = await find(client, clone.vmId);
    if (template && isMarkedFor(plan.cluster.name, template.description)) return;
    throw new Error(`template.vmId: no longer this stack's template, got ${clone.vmId} (${inWords(template)})`);
  });
}

/** Names the host that went down during a run, if the error only says that one did. Nothing is retried. */
function hostWentAwayHook(plan: StackPlan, host: Promise<PveClient>): pulumi.ErrorHook {
  return new pulumi.ErrorHook("host-went-away", async ({ errors }) => {
    if (!isOfHostAway(errors[0] ?? "")) return false;
    const client = await host;
    const [guests, away] = await Promise.all([guestsOf(client), hostsAway(client)]).catch(
      () => [[], undefined] as const,
    );
    const notices = away === undefined ? [] : awayNotices(plan, { guests, away, interfaces: [], mappings: [] });
    for (const notice of notices) await pulumi.log.error(notice);
    return false;
  });
}

/** True for the provider's messages about a host that does not answer, or a read-only cluster. */
export function isOfHostAway(text: string): boolean {
  return /\b59[5-9]\b|No route to host|no quorum|\.conf\.tmp\.\d+' - Permission denied/.test(text);
}

/** Proxmox knows every id of its cluster, including those of guests that the token may not see. */
async function isFree(client: PveClient, vmId: number): Promise<boolean> {
  try {
    await client.get(`/cluster/nextid?vmid=${vmId}`);
    return true;
  } catch (error) {
    if (error instanceof PveError && error.status === 400) return false;
    throw error;
  }
}

async function find(client: PveClient, vmId: number): Promise<Guest | undefined> {
  const guest = (await guestsOf(client)).find((other) => other.vmId === vmId);
  return guest && noted(client, guest);
}

function taken({ cluster, stack }: StackPlan, vmId: number, guest: Guest | undefined): string {
  if (guest && isMarkedFor(cluster.name, guest.description)) {
    return (
      `vmId: exists, but is not in this stack's state, got ${vmId} (${describeGuest(guest)}); ` +
      `a killed run left it, or the state was lost: npm run up -- ${stack} cleans up after a killed run`
    );
  }
  return (
    `vmId: taken by somebody else during this run, got ${vmId} (${inWords(guest)}), must be a free id; ` +
    "that guest is left alone: choose another id"
  );
}

const inWords = (guest: Guest | undefined): string =>
  guest === undefined ? "a guest that this token is not allowed to see" : describeGuest(guest);
