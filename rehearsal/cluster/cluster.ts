import { createHash, randomUUID } from "node:crypto";
import type { ClusterEvent } from "../events";
import type { SimulationContext } from "../simulation";
import type { Authorities } from "./authorities";
import type { ControlPlaneServer } from "./control-plane-server";
import type { ClusterBehavior } from "./cluster-behavior";
import { ControllerManagers, type Ranges } from "./controller-managers";
import { Etcd } from "./etcd";
import { identityOf, type Identity } from "./identity";
import { Manifests } from "./manifests";
import { ClusterNode, type Registration } from "./node";
import { Pods } from "./pods";
import { remembered } from "./remembered";
import { compareByNumbers } from "./versions";
import { Vip } from "./vip";

/** One Kubernetes cluster: what its etcd holds, and who of its servers runs. */
export class SimulatedCluster {
  /** Of the CA, with a number where the same CA signs for another cluster already. */
  readonly id: string;
  readonly caHash: string;
  readonly authorities: Authorities;
  readonly distribution: ClusterBehavior;
  readonly etcd = new Etcd();
  readonly manifests = new Manifests();
  readonly nodes = new Map<string, ClusterNode>();
  readonly servers = new Map<string, ControlPlaneServer>();
  readonly pods: Pods;
  readonly vip: Vip;
  private readonly controllers = new ControllerManagers();
  readonly context: SimulationContext;
  private readonly identity = remembered((certificate) => identityOf(certificate, this.authorities.ca.pem));
  private hadQuorum = true;

  constructor(context: SimulationContext, authorities: Authorities, distribution: ClusterBehavior, copy = 1) {
    this.context = context;
    this.authorities = authorities;
    this.distribution = distribution;
    this.caHash = createHash("sha256").update(authorities.ca.pem).digest("hex");
    this.id = `${this.caHash.slice(0, 12)}${copy > 1 ? `-${copy}` : ""}`;
    this.pods = new Pods(() => distribution.workloads(this.manifests));
    this.vip = new Vip(this);
  }

  /** The API answers as long as etcd can decide. */
  answers(): boolean {
    return this.etcd.hasQuorum();
  }

  emit(change: ClusterEvent["change"], machine?: string, detail?: string): void {
    const members = this.etcd.count();
    this.context.events.emit({
      kind: "cluster",
      cluster: this.id,
      change,
      members,
      ...(machine !== undefined && { machine }),
      ...(detail !== undefined && { detail }),
    });
  }

  /** Called after anything that can change who decides: tells of a lost or regained quorum and moves the VIP. */
  settle(machine?: string): void {
    const quorum = this.etcd.voters.length === 0 || this.answers();
    if (quorum !== this.hadQuorum) this.emit(quorum ? "quorum-regained" : "quorum-lost", machine);
    this.hadQuorum = quorum;
    if (quorum) this.pods.reconcile([...this.nodes.values()]);
    this.vip.reconcile();
  }

  /** No new pod comes to the node. */
  cordon(node: ClusterNode): void {
    if (node.unschedulable) return;
    node.unschedulable = true;
    this.emit("node-cordoned", node.machine);
    this.settle();
  }

  /** Pods may come to the node again. */
  uncordon(node: ClusterNode): void {
    if (!node.unschedulable) return;
    node.unschedulable = false;
    this.emit("node-uncordoned", node.machine);
    this.settle();
  }

  /** A kubelet registers, or reports again after a restart; its labels and taints count only the first time. */
  register(registration: Registration): ClusterNode {
    const known = this.nodes.get(registration.name);
    const labels = this.distribution.labels(registration);
    const node = known ?? new ClusterNode(registration, labels, this.context.clock.now(), randomUUID());
    node.version = registration.version;
    node.system = registration.system;
    node.capacity = registration;
    node.silentSince = undefined;
    this.nodes.set(node.name, node);
    this.controllers.allocate(node, [...this.nodes.values()]);
    this.settle(registration.machine);
    return node;
  }

  kubeletSilent(name: string): void {
    const node = this.nodes.get(name);
    if (node) node.silentSince ??= this.context.clock.now();
  }

  kubeletHeard(name: string): void {
    const node = this.nodes.get(name);
    if (node) node.silentSince = undefined;
  }

  /** Whom a client certificate names, if this cluster's CA signed it. */
  identify(certificate: string | undefined): Identity | undefined {
    return certificate === undefined ? undefined : this.identity(certificate);
  }

  /** The newest API server; kubelets may be older, never newer. */
  apiVersion(): string {
    const versions = [...this.servers.values()].map(({ version }) => version);
    return versions.sort(compareByNumbers).at(-1) ?? "";
  }

  /** A control plane starts with ranges for pods and Services; one that refuses them says so. */
  startControllers(server: string, ranges: Ranges): void {
    const said = this.controllers.start(server, ranges, [...this.nodes.values()]);
    for (const words of said) this.emit("range-refused", server, words);
  }

  networkProblem(node: ClusterNode): string | undefined {
    const needsRange = this.distribution.usesPodCidr && this.controllers.allocates;
    if (needsRange && node.podCidr === undefined) return "required IPv4 PodCIDR not available";
    return this.distribution.networkProblem(this.manifests, node);
  }
}
