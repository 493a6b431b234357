import type { EffectiveNode } from "./effective-node";

/** Whom a machine waits for before it is cloned or changed. */
export interface CloneOrder {
  /** The machine before it in its lane. */
  readonly cloneAfter?: string;
  /** Every other worker of its host, when it holds a GPU: one that moves is released before it is taken. */
  readonly gpuAfter?: readonly string[];
}

/**
 * Deals workers over lanes, so that at most `cloneConcurrency` clones run side by side on one storage: Proxmox locks
 * template and storage (a shared one for all hosts at once), and a clone that waits too long for them fails. One lane is the control planes', which are
 * chained behind each other's gate already. Machines with a GPU come last.
 */
export function cloneOrder(
  nodes: readonly EffectiveNode[],
  cloneConcurrency: number,
  holdsGpu: (name: string) => boolean,
  isShared: (host: string, storage: string) => boolean,
): ReadonlyMap<string, CloneOrder> {
  const workers = nodes.filter((node) => node.role === "worker");
  const ordered = [...workers.filter((node) => !holdsGpu(node.name)), ...workers.filter((node) => holdsGpu(node.name))];
  const storageOf = ({ host, storage }: EffectiveNode) => (isShared(host, storage) ? storage : `${host}/${storage}`);
  const laneCount = Math.max(1, cloneConcurrency - 1);
  return new Map(
    ordered.map((node) => {
      const lane = ordered.filter((other) => storageOf(other) === storageOf(node));
      const cloneAfter = lane[lane.indexOf(node) - laneCount]?.name;
      const gpuAfter = ordered.slice(0, ordered.indexOf(node)).filter((other) => other.host === node.host);
      return [
        node.name,
        {
          ...(cloneAfter !== undefined && { cloneAfter }),
          ...(holdsGpu(node.name) && { gpuAfter: gpuAfter.map((other) => other.name) }),
        },
      ];
    }),
  );
}
