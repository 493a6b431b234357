import type { NodePlan } from "../cluster-plan";
import { formatTaint } from "../taints";

/** Who a machine is in its cluster, as scripts read it. */
export function nodeVariables(node: NodePlan): Record<"NODE_NAME" | "LABELS" | "TAINTS", string> {
  return {
    NODE_NAME: node.name,
    LABELS: Object.entries(node.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
    TAINTS: node.taints.map(formatTaint).join(" "),
  };
}

/** Part of the text, so that a resized machine passes its gate again before the next one is touched. */
export function sizeVariables(node: NodePlan): Record<"MACHINE_SIZE" | "CORES" | "DISK_GIB", string> {
  return {
    MACHINE_SIZE: `${node.cores} cores, ${node.memoryMiB} MiB, ${node.diskGiB} GiB`,
    CORES: String(node.cores),
    DISK_GIB: String(node.diskGiB),
  };
}

/** The machine a control plane answers for, with what may be about to change on it. */
export function gatedNode(next: NodePlan): string {
  return `${next.name} (${sizeVariables(next).MACHINE_SIZE}, generation ${next.generation})`;
}

/**
 * All that a change of restarts a worker's machine: what makes the provider shut it down and start it again. `drained` is
 * what was said when the node was drained for that, so that whoever lets pods come again runs after it.
 */
export function drainVariables(node: NodePlan, drained = ""): Record<"RUNS_AS" | "DRAINED", string> {
  const { cores, memoryMiB, machineType, firmware, gpu } = node;
  const held = gpu ? [gpu.mapping] : [];
  return {
    RUNS_AS: [`${cores} cores`, `${memoryMiB} MiB`, machineType, firmware, ...held].join(", "),
    DRAINED: drained,
  };
}
