import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { GpuPlan } from "../model/cluster-plan";
import { ownershipMarker } from "../model/ownership-marker";

export interface GpuNodeArgs {
  readonly cluster: string;
  readonly gpu: GpuPlan;
}

/**
 * What makes a node a GPU node on the host's side: the resource mapping of its card. A mapping, because raw PCI
 * addresses are for root@pam's password only (bpg #495).
 *
 * The machine that holds the card is no child of it: moving the card edits one line, and a machine's place in the tree
 * is part of its identity.
 */
export class GpuNode extends pulumi.ComponentResource {
  constructor(name: string, args: GpuNodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:GpuNode", name, {}, opts);
    const { cluster, gpu } = args;
    if (gpu.manageMapping) {
      new proxmox.hardware.mapping.Pci(
        `${name}-mapping`,
        {
          name: gpu.mapping,
          comment: ownershipMarker(cluster, `gpu/${gpu.name}`),
          // Without a function number the whole card is meant; Proxmox then compares the first function's ids and
          // refuses to start the machine when one it has is not given here.
          maps: [
            {
              node: gpu.host,
              path: gpu.path,
              id: gpu.deviceIds[0] ?? "",
              ...(gpu.iommuGroup === undefined ? {} : { iommuGroup: gpu.iommuGroup }),
              ...(gpu.subsystemId === undefined ? {} : { subsystemId: gpu.subsystemId }),
            },
          ],
        },
        { parent: this, deleteBeforeReplace: true },
      );
    }
    this.registerOutputs({});
  }
}
