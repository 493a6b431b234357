import type { MachinePlan } from "../../../../model/cluster-plan";
import { renderVendorData } from "../../../../model/render/cloud-init";
import type { CloudInitDocuments } from "../../../../rehearsal/proxmox/model/cloud-init";
import { freshKeyPair } from "../../../../rehearsal/ssh-key-pair";
import { operator as automation } from "../../../rehearsal/guests/support";
import { asgardPlan } from "../../../support/plans";
import type { Recording } from "../../../support/pulumi-mocks";
import { recordAsgard } from "../../../support/record-asgard";
import { pveDocuments } from "../../documents/pve-documents";

/** One machine of asgard as a hypervisor would start it, and the keys that belong to it. */
export interface Machine {
  readonly plan: MachinePlan;
  readonly documents: CloudInitDocuments;
  readonly hostKey: string;
  readonly hostKeyPrivate: string;
}

export const asgard = asgardPlan();

export { automation };

let recording: Promise<Recording> | undefined;

export function planOf(name: string): MachinePlan {
  const plan = asgard.machines.find((machine) => machine.name === name);
  if (!plan) throw new Error(`asgard has no machine ${name}`);
  return plan;
}

/** The documents that PVE would hand over for what the program registers, with real keys in place of the mocks'. */
export async function machineOf(name: string): Promise<Machine> {
  const plan = planOf(name);
  const key = freshKeyPair();
  const secrets = { hostKeyPrivate: key.private, hostKeyPublic: key.public };
  recording ??= recordAsgard();
  const vms = (await recording).ofType("proxmoxve:index/vmLegacy:VmLegacy");
  const vm = vms.find(({ inputs }) => inputs["name"] === name);
  const written = vm && pveDocuments(vm, (known) => (known.endsWith(" homelab") ? automation.public.trim() : known));
  if (!written) throw new Error(`the program registers no VM ${name} with a cloud-init drive`);
  const documents = { ...written, vendorData: renderVendorData(asgard, plan, secrets) };
  return { plan, documents, hostKey: key.public, hostKeyPrivate: key.private };
}
