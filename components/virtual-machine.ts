import { withPrefix } from "../model/address";
import * as pulumi from "@pulumi/pulumi";
import type { NodePlan } from "../model/cluster-plan";
import { firstBootOf } from "./first-boot";
import { nodeVmInputs } from "./node-vm-inputs";
import { ProxmoxVm } from "./proxmox-vm";
import { rootDisk } from "./root-disk";
import type { BuildContext } from "./build-context";

export interface VirtualMachineArgs {
  readonly node: NodePlan;
  readonly context: BuildContext;
  /** What must exist before the clone starts, and until the machine is deleted. */
  readonly after: readonly pulumi.Resource[];
}

/** One machine: its cloud-init configuration, and the clone itself. */
export class VirtualMachine extends pulumi.ComponentResource {
  readonly node: NodePlan;
  /** The VM's id; depend on it by value where something must be deleted before the machine. */
  readonly vmId: pulumi.Output<string>;
  /** Done when the root disk has its size. */
  readonly disk: pulumi.Resource;

  constructor(name: string, args: VirtualMachineArgs, opts?: pulumi.ComponentResourceOptions) {
    const { node, context } = args;
    super("homelab:index:VirtualMachine", name, {}, { ...opts, providers: [context.providers.of(node.host)] });
    this.node = node;
    // A node is identified by its address: a new address replaces the machine, as a new generation does.
    const life = `${node.generation} ${withPrefix(node.address, node.prefixLength)}`;
    const recreated = context.recreated[node.name];
    const { initialization, documents } = firstBootOf(name, { machine: node, context, life }, { parent: this });

    const vm = new ProxmoxVm(
      `${name}-vm`,
      { ...nodeVmInputs(context.plan, node), initialization },
      {
        parent: this,
        dependsOn: [...documents, ...args.after],
        deleteBeforeReplace: true,
        // Made once: another boot order would start every machine of an older program recreated, for nothing.
        // A machine that was migrated is followed: where it is, is Proxmox' and its owner's business.
        ignoreChanges: ["clone", "initialization", "bootOrders", "disks", "nodeName"],
        replacementTrigger: [life, ...(recreated === undefined ? [] : [`made recreated ${recreated}`])].join(", "),
        hooks: context.vmHooks.machine,
      },
    );

    this.disk = rootDisk(name, node, context.vmHooks.disk, { parent: this, dependsOn: [vm] });
    this.vmId = vm.id;
    this.registerOutputs({ vmId: this.vmId });
  }
}
