import { Subnet, withPrefix } from "../../model/address";
import type { ClusterNode } from "./node";

/** The ranges that a control plane is started with. */
export interface Ranges {
  /** `--cluster-cidr`; undefined where nobody allocates ranges to nodes. */
  readonly pods: string | undefined;
  /** `--service-cluster-ip-range`. */
  readonly services: string;
}

/** Addresses of one node: the controller manager's default `--node-cidr-mask-size`. */
const NODE_PREFIX = 24;

/**
 * The controller managers and API servers of one cluster, as far as its ranges go: a range that is not the one nodes and
 * Services have their addresses from is refused for as long as it is configured.
 */
export class ControllerManagers {
  private services: string | undefined;
  /** By server: the range of pods with which its controller manager runs; undefined while it ends again and again. */
  private readonly pods = new Map<string, string | undefined>();

  /** A control plane starts with these ranges. Hands back what it says of those it refuses. */
  start(server: string, { pods, services }: Ranges, nodes: readonly ClusterNode[]): readonly string[] {
    this.services ??= services;
    const outside = pods === undefined ? undefined : outsideOf(pods, nodes);
    if (pods !== undefined) this.pods.set(server, outside === undefined ? pods : undefined);
    nodes.forEach((node) => this.allocate(node, nodes));
    return [
      ...(outside === undefined ? [] : [outside]),
      ...(this.services === services ? [] : [inconsistent(services, this.services)]),
    ];
  }

  /** A node that has no range yet is given one, if a controller manager runs. */
  allocate(node: ClusterNode, nodes: readonly ClusterNode[]): void {
    const range = [...this.pods.values()].find((pods) => pods !== undefined);
    if (node.podCidr !== undefined || range === undefined) return;
    const taken = new Set(nodes.map(({ podCidr }) => podCidr));
    const { first } = Subnet.of(range);
    const size = 2 ** (32 - NODE_PREFIX);
    const all = Array.from({ length: nodes.length + 1 }, (_, n) =>
      withPrefix(String(first.plus(n * size)), NODE_PREFIX),
    );
    node.podCidr = all.find((cidr) => !taken.has(cidr));
  }

  /** Whether nodes of this cluster are given ranges at all. */
  get allocates(): boolean {
    return this.pods.size > 0;
  }
}

/** pkg/controller/nodeipam/ipam: NewCIDRRangeAllocator occupies every node's range, and ends with it (kubernetes#75461). */
function outsideOf(pods: string, nodes: readonly ClusterNode[]): string | undefined {
  const range = Subnet.of(pods);
  const node = nodes.find(({ podCidr }) => podCidr !== undefined && !range.contains(addressOf(podCidr)));
  return (
    node &&
    `"Error starting controllers" err="failed to mark cidr[${node.podCidr}] at idx [0] as occupied for node: ${node.name}: ` +
      `cidr ${node.podCidr} is out the range of cluster cidr ${pods}"`
  );
}

const addressOf = (cidr: string): string => cidr.split("/")[0] ?? "";

/** pkg/controlplane/controller/defaultservicecidr. */
const inconsistent = (services: string, first: string): string =>
  `Inconsistent ServiceCIDR status for kubernetes, controller configuration: [${services}], ServiceCIDR configuration: ` +
  `[${first}]. Configure the flags to match current ServiceCIDR or manually delete it.`;
