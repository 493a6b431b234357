import { randomBytes } from "node:crypto";
import type { ClusterNode } from "./node";

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  /** Of the real API server alone: told apart from a later one of the name. */
  readonly uid?: string;
  /** `Deployment` stands for every controller that makes another one elsewhere. */
  readonly owner: "Deployment" | "DaemonSet" | "Node" | "nobody";
  readonly emptyDir: boolean;
  /** Undefined while no node will have it. */
  readonly node: string | undefined;
}

export interface App {
  readonly namespace: string;
  readonly app: string;
}

/** What a cluster runs, so that draining a node has something to move. */
export interface Workloads {
  /** One pod on every node. */
  readonly daemons: readonly App[];
  /** Run on control planes whatever their taints say. */
  readonly staticPods: readonly string[];
  readonly deployments: readonly (App & { readonly replicas: number; readonly emptyDir: boolean })[];
}

/** Pods of one cluster: daemons and static pods by node, and deployments placed where they may go. */
export class Pods {
  private placed: Pod[] = [];
  private readonly workloads: () => Workloads;

  constructor(workloads: () => Workloads) {
    this.workloads = workloads;
  }

  /** Every pod as things are now. */
  all(nodes: readonly ClusterNode[]): readonly Pod[] {
    const { daemons, staticPods } = this.workloads();
    const fixed = nodes.flatMap((node) => [
      ...daemons.map((app) => daemon(app, node)),
      ...(node.server
        ? staticPods.map((app): Pod => ({
            namespace: "kube-system",
            name: `${app}-${node.name}`,
            app,
            owner: "Node",
            emptyDir: false,
            node: node.name,
          }))
        : []),
    ]);
    return [...fixed, ...this.placed];
  }

  /** Makes the deployments whole: pods of nodes that are gone come back elsewhere, pending ones get a node. */
  reconcile(nodes: readonly ClusterNode[]): void {
    // What tolerates nothing leaves a node with a NoExecute taint at once.
    const habitable = nodes.filter(({ taints }) => !taints.some(({ effect }) => effect === "NoExecute"));
    const alive = new Set(habitable.map((node) => node.name));
    const kept = this.placed.filter((pod) => pod.node !== undefined && alive.has(pod.node));
    const wanted = this.workloads().deployments.flatMap(({ replicas, ...pod }) =>
      Array.from({ length: replicas - kept.filter(({ app }) => app === pod.app).length }, () => pod),
    );
    this.placed = kept;
    for (const pod of wanted) this.placed.push(this.schedule(pod, nodes));
  }

  /** Evicts one pod: its controller makes another, on a node that is not cordoned. */
  evict(name: string, nodes: readonly ClusterNode[]): void {
    this.placed = this.placed.filter((pod) => pod.name !== name);
    this.reconcile(nodes);
  }

  private schedule(pod: { namespace: string; app: string; emptyDir: boolean }, nodes: readonly ClusterNode[]): Pod {
    const load = (node: ClusterNode): number => this.placed.filter((other) => other.node === node.name).length;
    const able = nodes.filter(
      (node) =>
        !node.unschedulable &&
        node.silentSince === undefined &&
        !node.taints.some(({ effect }) => effect !== "PreferNoSchedule"),
    );
    const [best] = [...able].sort((a, b) => load(a) - load(b) || a.name.localeCompare(b.name));
    const name = `${pod.app}-${randomBytes(4).toString("hex")}-${randomBytes(3).toString("hex").slice(0, 5)}`;
    return { ...pod, name, owner: "Deployment", node: best?.name };
  }
}

function daemon({ namespace, app }: App, node: ClusterNode): Pod {
  const suffix = Buffer.from(node.name).toString("hex").slice(-5);
  return {
    namespace,
    name: `${app}-${suffix}`,
    app,
    owner: "DaemonSet",
    emptyDir: true,
    node: node.name,
  };
}
