import type { NodePlan } from "../model/cluster-plan";
import type { EffectiveNode } from "../model/effective-node";
import { hasJoined, type LastRun } from "./last-run";

/** Whom a machine waits for before it is cloned or changed. */
export interface CloneOrder {
  /** The previous machine in its lane. */
  readonly cloneAfter?: string;
  /** Every other worker of its host, when it holds a GPU: one that moves is released before it is taken. */
  readonly gpuAfter?: readonly string[];
}

/**
 * Deals machines over lanes, so that at most `cloneConcurrency` clones run side by side on one storage: Proxmox hands out
 * disks of a storage one at a time, a shared one's for all hosts at once, and a clone that waits too long for it fails.
 * Control planes come first, machines with a GPU last. The first control plane is cloned alone on its storage, as all others
 * wait for it in the end; other storages are nobody's but their own machines'.
 */
export function cloneOrder(
  nodes: readonly EffectiveNode[],
  cloneConcurrency: number,
  holdsGpu: (name: string) => boolean,
  isShared: (host: string, storage: string) => boolean,
): ReadonlyMap<string, CloneOrder> {
  const ordered = inOrder(nodes, holdsGpu);
  const storageOf = ({ host, storage }: EffectiveNode) => (isShared(host, storage) ? storage : `${host}/${storage}`);
  return new Map(
    ordered.map((node) => {
      const together = ordered.filter((other) => storageOf(other) === storageOf(node));
      const cloneAfter = before(node, together, ordered[0], cloneConcurrency)?.name;
      const gpuAfter = workersBefore(node, ordered).filter((other) => other.host === node.host);
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

function inOrder(nodes: readonly EffectiveNode[], holdsGpu: (name: string) => boolean): EffectiveNode[] {
  const rank = (node: EffectiveNode) => (node.role === "control-plane" ? 0 : holdsGpu(node.name) ? 2 : 1);
  return [0, 1, 2].flatMap((wanted) => nodes.filter((node) => rank(node) === wanted));
}

const workersBefore = (node: EffectiveNode, ordered: readonly EffectiveNode[]) =>
  ordered.slice(0, ordered.indexOf(node)).filter(({ role }) => role === "worker");

/** The machine before it in its lane, of those on its storage. */
function before(
  node: EffectiveNode,
  together: readonly EffectiveNode[],
  first: EffectiveNode | undefined,
  lanes: number,
): EffectiveNode | undefined {
  if (together[0] !== first) return together[together.indexOf(node) - lanes];
  if (node === first) return undefined;
  const others = together.slice(1);
  return others[others.indexOf(node) - lanes] ?? first;
}

/**
 * Whose clone a node's own waits for in this run: the nearest one before it in its lane that is new. Those that were part of
 * the cluster change in their own time, behind gates and drains, and a new machine waits for none of that.
 */
export function clonedBefore(node: NodePlan, nodes: readonly NodePlan[], lastRun: LastRun): NodePlan | undefined {
  const before = nodes.find(({ name }) => name === node.cloneAfter);
  return before && hasJoined(lastRun, before) ? clonedBefore(before, nodes, lastRun) : before;
}
