import { formatTaint } from "../../../model/taints";
import type { Surroundings } from "../catalogue-entry";
import { schedulableNodes } from "../schedulable";

/** Memory that a container asks for is all that it may have, as its guaranteed tier promises; CPU is never limited. */
export const guaranteed = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { memory } });

/** The same where the chart has a CPU limit of its own: Helm keeps what nobody says null to. */
export const guaranteedWithoutCpuLimit = (cpu: string, memory: string) => ({
  requests: { cpu, memory },
  limits: { cpu: null, memory },
});

/** As many copies as are wanted, each on a node of its own. */
export const copies = (of: Surroundings, wanted: number): number =>
  Math.min(wanted, Math.max(1, schedulableNodes(of).length));

/** So that a drain waits until another copy is there; with a single one it would wait for ever. */
export const budget = (count: number) => (count > 1 ? { podDisruptionBudget: { enabled: true, minAvailable: 1 } } : {});

/** Of what has to run on every node, whatever keeps other pods away from it. */
export function everyTaint({ nodes }: Pick<Surroundings, "nodes">) {
  const hard = nodes.flatMap(({ taints }) => taints).filter(({ effect }) => effect !== "PreferNoSchedule");
  const once = [...new Map(hard.map((taint) => [formatTaint(taint), taint])).values()];
  return once.map(({ key, effect }) => ({ key, operator: "Exists", effect }));
}
