import type { GpuPlan } from "../model/cluster-plan";
import type { StackConfig } from "../distributions/distribution";
import { defaultsFor, vendorOf } from "../model/gpu-vendor";
import { hostOf } from "../model/effective-node";

type GpuConfig = StackConfig["gpus"][string];

/** A GPU together with the node that holds it and what that node gets for it. */
export interface HeldGpu {
  readonly plan: GpuPlan;
  readonly node: string;
  readonly labels: NonNullable<GpuConfig["labels"]>;
  readonly taints: readonly string[];
  readonly tags: GpuConfig["tags"];
}

/** All GPUs, by name. */
export function heldGpus(config: StackConfig): HeldGpu[] {
  return Object.keys(config.gpus)
    .sort()
    .flatMap((name) => {
      const gpu = config.gpus[name];
      return gpu ? [heldGpu(config, name, gpu)] : [];
    });
}

function heldGpu(config: StackConfig, name: string, gpu: GpuConfig): HeldGpu {
  const { path, deviceIds, manageMapping, iommuGroup, subsystemId, node, tags } = gpu;
  const defaults = defaultsFor(vendorOf(gpu));
  const host = hostOf(config, gpu);
  return {
    plan: {
      name,
      host,
      mapping: gpu.mapping ?? name,
      path,
      deviceIds,
      manageMapping,
      ...(iommuGroup !== undefined && { iommuGroup }),
      ...(subsystemId !== undefined && { subsystemId }),
    },
    node,
    labels: gpu.labels ?? defaults.labels,
    taints: gpu.taints ?? defaults.taints,
    tags,
  };
}
