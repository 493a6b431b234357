/** As many on any machine: the engine's default is four a core. */
const FEWEST = 16;

/** Each is a Node of 54 MB and an SSH connection. */
const MOST = 64;

/** What an update does besides nodes' steps at the same time. */
const BESIDES = 4;

/**
 * How many steps the engine does at a time: a node's step waits for its machine's boot, so each node needs a place of its
 * own, or those that wait would keep a control plane from joining (docs/decisions/0127).
 */
export function parallelSteps({ nodes }: { readonly nodes: readonly unknown[] }): number {
  return Math.min(MOST, Math.max(FEWEST, nodes.length + BESIDES));
}
