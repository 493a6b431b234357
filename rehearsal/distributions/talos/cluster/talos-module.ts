import type { MachineConfig } from "../machine/config/machine-config";
import type { NodeSoftware } from "../machine/node-software";
import type { TalosMachine } from "../machine/talos-machine";
import type { Clusters } from "../../../cluster/clusters";
import { ConfiguredNode } from "./configured-node";
import type { Discovery, TalosNode } from "./talos-node";
import { TalosSystem } from "./talos-system";

/** All Talos machines of the simulation, and the discovery service through which those of one cluster find each other. */
export class TalosModule implements NodeSoftware, Discovery {
  readonly clusters: Clusters;
  readonly system = new TalosSystem(this);
  private readonly nodes = new Set<TalosNode>();

  constructor(clusters: Clusters) {
    this.clusters = clusters;
  }

  start(machine: TalosMachine, config: MachineConfig, ready: () => void): ConfiguredNode {
    const node = new ConfiguredNode(this, machine, config, ready);
    this.nodes.add(node);
    return node;
  }

  stopped(node: TalosNode): void {
    this.nodes.delete(node);
  }

  members(node: TalosNode): readonly TalosNode[] {
    if (!node.config.discoverable) return [node];
    const same = (other: TalosNode, path: string): boolean => other.config.text(path) === node.config.text(path);
    return [...this.nodes].filter(
      (other) => other.config.discoverable && same(other, "cluster.id") && same(other, "cluster.secret"),
    );
  }

  discovered(node: TalosNode): readonly string[] {
    return this.members(node).flatMap((other) => {
      const { address } = other.machine;
      return other === node || !other.isControlPlane || address === undefined ? [] : [address];
    });
  }
}
