import { planFor } from "../../../../distributions/registry";
import { isInService } from "../../../../model/outside-vm-plan";
import type { NodePlan } from "../../../../model/cluster-plan";
import type { StackPlan } from "../../../../distributions/distribution";
import { parseConfig } from "../../../../stack/parse";
import { plan } from "../../../../stack/plan";
import { renderVendorData } from "../../../../os/vendor-data";
import type { CloudInitDocuments } from "pve-simulator/cloud-init";
import { freshKeyPair } from "pve-simulator/ssh";
import { operator as automation } from "../../../rehearsal/guests/support";
import type { Recording } from "../../../support/pulumi-mocks";
import { asgardSections } from "../../../support/asgard";
import { recordStack } from "../../../support/record-stack";
import { onDebian } from "./systems";
import { pveDocuments } from "../../documents/pve-documents";

/** What a boot is about, of a node's plan or of another machine's. */
export type BootPlan = Pick<
  NodePlan,
  | "name"
  | "vmId"
  | "cores"
  | "memoryMiB"
  | "diskGiB"
  | "bridge"
  | "vlan"
  | "macAddress"
  | "address"
  | "prefixLength"
  | "gateway"
  | "dns"
  | "searchDomain"
>;

/** One machine of a stack as a hypervisor would start it, and the keys that belong to it. */
export interface Machine {
  readonly stack: StackPlan;
  readonly plan: BootPlan;
  readonly documents: CloudInitDocuments;
  readonly hostKey: string;
  readonly hostKeyPrivate: string;
}

/** A stack, and what the program registers for it. */
export interface RecordedStack<Plan extends StackPlan = StackPlan> {
  readonly plan: Plan;
  readonly record: () => Promise<Recording>;
}

const sections = () => onDebian("13", asgardSections());

/** asgard as its stack file has it, but for its system. */
export const asgard = planFor("rke2", plan(parseConfig(sections()), "asgard"));
const recordedAsgard: RecordedStack = {
  plan: asgard,
  record: async () => (await recordStack("asgard", sections())).recording,
};

export { automation };

const recordings = new Map<StackPlan, Promise<Recording>>();

export function planOf(name: string, { nodes }: StackPlan = asgard): NodePlan {
  const plan = nodes.find((node) => node.name === name);
  if (!plan) throw new Error(`the stack has no machine ${name}`);
  return plan;
}

/** A machine that is no node and has an address of its own. */
function outsideVmOf(name: string, { vms }: StackPlan): BootPlan | undefined {
  const outsideVm = vms.filter(isInService).find((one) => one.name === name);
  const [nic] = outsideVm?.nics ?? [];
  return outsideVm?.network && nic && { ...outsideVm, ...outsideVm.network, ...nic };
}

/** The documents that PVE would hand over for what the program registers, with real keys in place of the mocks'. */
export async function machineOf(name: string, stack: RecordedStack = recordedAsgard): Promise<Machine> {
  const plan = outsideVmOf(name, stack.plan) ?? planOf(name, stack.plan);
  const key = freshKeyPair();
  const secrets = { hostKeyPrivate: key.private, hostKeyPublic: key.public };
  const recording = recordings.get(stack.plan) ?? stack.record();
  recordings.set(stack.plan, recording);
  const vms = (await recording).ofType("proxmoxve:index/vmLegacy:VmLegacy");
  const vm = vms.find(({ inputs }) => inputs["name"] === name);
  const written = vm && pveDocuments(vm, (known) => (known.endsWith(" homelab") ? automation.public.trim() : known));
  if (!written) throw new Error(`the program registers no VM ${name} with a cloud-init drive`);
  const documents = { ...written, vendorData: renderVendorData(stack.plan, plan, secrets) };
  return { stack: stack.plan, plan, documents, hostKey: key.public, hostKeyPrivate: key.private };
}
