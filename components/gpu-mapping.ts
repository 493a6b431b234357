import * as proxmox from "@muhlba91/pulumi-proxmoxve";
import * as pulumi from "@pulumi/pulumi";
import type { GpuPlan } from "../model/cluster-plan";
import type { StackPlan } from "../distributions/distribution";
import { installationOf } from "../model/installations";
import { nodeOf } from "../model/node-names";
import { ownershipMarker } from "../model/ownership-marker";
import type { BuildContext } from "./build-context";

export interface GpuMappingArgs {
  readonly plan: StackPlan;
  /** The GPUs of one mapping, each on a different host. */
  readonly gpus: readonly [GpuPlan, ...GpuPlan[]];
  readonly provider: proxmox.Provider;
}

/**
 * The resource mapping of GPUs, with one entry per host. A mapping, because raw PCI addresses require root@pam with a
 * password (bpg #495). The machine that holds a GPU is not a child of it: moving the GPU edits one line, and a machine's
 * parent is part of its identity.
 */
export class GpuMapping extends pulumi.ComponentResource {
  constructor(name: string, { plan, gpus, provider }: GpuMappingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homelab:index:GpuMapping", name, {}, opts);
    const [{ mapping, manageMapping }] = gpus;
    if (manageMapping) {
      new proxmox.hardware.mapping.Pci(
        `${name}-mapping`,
        {
          name: mapping,
          comment: ownershipMarker(plan.cluster.name, `gpu/${mapping}`),
          maps: gpus.map((gpu) => entryOf(plan, gpu)),
        },
        { parent: this, provider, deleteBeforeReplace: true },
      );
    }
    this.registerOutputs({});
  }
}

/** The mappings of all GPUs assigned to nodes. */
export function gpuMappings(
  name: string,
  { plan, providers }: Pick<BuildContext, "plan" | "providers">,
  opts: pulumi.ComponentResourceOptions,
): GpuMapping[] {
  const named = (gpu: string) => `${name}-gpu-${gpu}`;
  return byMapping(plan).map((gpus) => {
    const [{ name: gpu, mapping, host }] = gpus;
    const { name: installation } = installationOf(plan, host);
    return new GpuMapping(
      named(installation === "" ? mapping : `${mapping}-${installation}`),
      { plan, gpus, provider: providers.of(host) },
      // What it was called while a mapping was one GPU's.
      { ...opts, aliases: gpu === mapping ? [] : [{ name: named(gpu) }] },
    );
  });
}

/** The GPUs by their mapping; standalone hosts have their own. */
function byMapping(plan: StackPlan): (readonly [GpuPlan, ...GpuPlan[]])[] {
  const keyOf = ({ mapping, host }: GpuPlan) => `${installationOf(plan, host).endpoint} ${mapping}`;
  return [...new Set(plan.gpus.map(keyOf))].flatMap((key) => {
    const [first, ...others] = plan.gpus.filter((gpu) => keyOf(gpu) === key);
    return first === undefined ? [] : [[first, ...others] as const];
  });
}

/**
 * Without a function number it means the whole GPU; Proxmox then compares the ids of the first function and refuses to start
 * the machine if one that the device has is not given here.
 */
function entryOf(plan: StackPlan, { host, path, deviceIds, iommuGroup, subsystemId }: GpuPlan) {
  return {
    node: nodeOf(plan, host),
    path,
    id: deviceIds[0] ?? "",
    ...(iommuGroup === undefined ? {} : { iommuGroup }),
    ...(subsystemId === undefined ? {} : { subsystemId }),
  };
}
