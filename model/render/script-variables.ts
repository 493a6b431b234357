import type { NodePlan } from "../cluster-plan";
import { formatTaint } from "../taints";

/** A machine's identity in its cluster, as variables for scripts. */
export function nodeVariables(node: NodePlan): Record<"NODE_NAME" | "LABELS" | "TAINTS", string> {
  return {
    NODE_NAME: node.name,
    LABELS: Object.entries(node.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
    TAINTS: node.taints.map(formatTaint).join(" "),
  };
}

/** Part of the script, so that a resized machine passes its health gate again before the next one is changed. */
export function sizeVariables(node: NodePlan): Record<"MACHINE_SIZE" | "CORES" | "DISK_GIB", string> {
  return {
    MACHINE_SIZE: `${node.cores} cores, ${node.memoryMiB} MiB, ${node.diskGiB} GiB`,
    CORES: String(node.cores),
    DISK_GIB: String(node.diskGiB),
  };
}

/** The machine that a control plane is asked about, with the inputs that may be about to change. */
export function gatedNode(next: NodePlan): string {
  return `${next.name} (${sizeVariables(next).MACHINE_SIZE}, generation ${next.generation})`;
}

/**
 * All inputs whose change makes the provider restart a worker's machine. `drained` is the output of the drain for that, so
 * that the script that uncordons the node runs afterwards.
 */
export function drainVariables(node: NodePlan, drained = ""): Record<"RUNS_AS" | "DRAINED", string> {
  const { cores, memoryMiB, machineType, firmware, gpu } = node;
  const held = gpu ? [gpu.mapping] : [];
  return {
    RUNS_AS: [`${cores} cores`, `${memoryMiB} MiB`, machineType, firmware, ...held].join(", "),
    DRAINED: drained,
  };
}
