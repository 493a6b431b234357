import type { Config } from "./config";
import type { EffectiveNode } from "./effective-node";

/** What a node needs: below `least` it does not come up, below `advised` its makers promise nothing. */
export interface NodeSize {
  readonly cores: number;
  readonly memoryMiB: number;
}

interface Sizes {
  readonly least: NodeSize;
  readonly advised: NodeSize;
}

type Distribution = Config["cluster"]["distribution"];

/** Image, packages and the images of Kubernetes; the kubelet evicts below 10 and 15 % free (docs.siderolabs.com says it). */
export const LEAST_DISK_GIB = 10;

/**
 * Sources: docs.rke2.io/install/requirements (2 CPUs and 4 GB of any node; it refuses nothing itself, so that less than
 * kubernetes.io asks of any machine is refused here, and less than its own makers ask is warned of); kubeadm's
 * preflight (two processors and 1700 MiB on control planes) and kubernetes.io/docs (2 GB a machine);
 * docs.siderolabs.com/talos, system requirements.
 */
const SIZES: Readonly<Record<Distribution, Readonly<Record<EffectiveNode["role"], Sizes>>>> = {
  rke2: {
    "control-plane": { least: { cores: 1, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 4096 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 2, memoryMiB: 4096 } },
  },
  kubeadm: {
    "control-plane": { least: { cores: 2, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 2048 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 1, memoryMiB: 2048 } },
  },
  talos: {
    "control-plane": { least: { cores: 2, memoryMiB: 2048 }, advised: { cores: 2, memoryMiB: 2048 } },
    worker: { least: { cores: 1, memoryMiB: 1024 }, advised: { cores: 1, memoryMiB: 1024 } },
  },
};

export function sizesOf({ cluster }: Config, { role }: Pick<EffectiveNode, "role">): Sizes {
  return SIZES[cluster.distribution][role];
}
