import type { MachinePlan } from "../cluster-plan";
import { formatTaint } from "../taints";

/** Who a machine is in its cluster, as scripts read it. */
export function machineIdentity(machine: MachinePlan): Record<"NODE_NAME" | "LABELS" | "TAINTS", string> {
  return {
    NODE_NAME: machine.name,
    LABELS: Object.entries(machine.labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(" "),
    TAINTS: machine.taints.map(formatTaint).join(" "),
  };
}

/** Part of the text, so that a resized machine passes its gate again before the next one is touched. */
export function machineShape(machine: MachinePlan): Record<"MACHINE_SHAPE" | "CORES", string> {
  return {
    MACHINE_SHAPE: `${machine.cores} cores, ${machine.memoryMiB} MiB, ${machine.diskGiB} GiB`,
    CORES: String(machine.cores),
  };
}

/** The machine a control plane vouches for, with what may be about to change on it. */
export function turnOf(next: MachinePlan): string {
  return `${next.name} (${machineShape(next).MACHINE_SHAPE}, generation ${next.generation})`;
}
