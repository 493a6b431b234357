import type { MachinePlan } from "../../../../model/cluster-plan";
import { renderVendorData } from "../../../../model/render/cloud-init";
import type { Host } from "../../../../rehearsal/proxmox/model/host";
import { type CloudInitDocuments, cloudInitDocuments } from "../../../../rehearsal/proxmox/model/cloud-init";
import { Vm } from "../../../../rehearsal/proxmox/model/vm";
import { freshKeyPair } from "../../../../rehearsal/ssh-key-pair";
import { operator as automation } from "../../../rehearsal/guests/support";
import { asgardPlan } from "../../../support/plans";
import type { Recording } from "../../../support/pulumi-mocks";
import { recordAsgard } from "../../../support/record-asgard";

/** What the program asks the provider for, as far as PVE's documents depend on it. */
interface Initialization {
  readonly dns: { readonly servers: readonly string[] };
  readonly ipConfigs: readonly { readonly ipv4: { readonly address: string; readonly gateway: string } }[];
  readonly userAccount: { readonly username: string; readonly keys: readonly string[] };
  readonly upgrade: boolean;
}

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
  const vm = new Vm(plan.vmId, {} as Host, await pveConfig(plan));
  const documents = { ...cloudInitDocuments(vm), vendorData: renderVendorData(asgard, plan, secrets) };
  return { plan, documents, hostKey: key.public, hostKeyPrivate: key.private };
}

/** The options the provider sends for it (bpg/terraform-provider-proxmox, proxmox/nodes/vms). */
async function pveConfig(plan: MachinePlan): Promise<Record<string, string>> {
  recording ??= recordAsgard();
  const registered = (await recording).ofType("proxmoxve:index/vmLegacy:VmLegacy");
  const inputs = registered.find(({ inputs }) => inputs["name"] === plan.name)?.inputs;
  if (!inputs) throw new Error(`the program registers no VM ${plan.name}`);
  const { dns, ipConfigs, userAccount, upgrade } = inputs["initialization"] as Initialization;
  const keys = userAccount.keys.map((key) => (key.endsWith(" homelab") ? automation.public.trim() : key));
  const [ipv4] = ipConfigs.map((config) => config.ipv4);
  return {
    name: plan.name,
    net0: `virtio=${plan.macAddress},bridge=${plan.bridge}`,
    ciuser: userAccount.username,
    sshkeys: encodeURIComponent(keys.join("\n")),
    ipconfig0: `ip=${ipv4?.address},gw=${ipv4?.gateway}`,
    nameserver: dns.servers.join(" "),
    ciupgrade: upgrade ? "1" : "0",
  };
}
