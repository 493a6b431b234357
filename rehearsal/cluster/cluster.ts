import { createHash, randomUUID } from "node:crypto";
import type { ClusterEvent } from "../events";
import type { WorldContext } from "../world";
import type { CertificateAuthority, Pair } from "./certificates";
import { Etcd, type Member } from "./etcd";
import { Manifests } from "./manifests";
import { networkProblem, type NetworkSettings } from "./networking";
import { ClusterNode, type Registration } from "./node";
import { Pods } from "./pods";
import { Vip } from "./vip";
import type { ServerRuntime } from "./rke2/server-runtime";

/** What the founder fixes for all servers. */
export interface Founding {
  readonly token: string;
  readonly agentToken: string | undefined;
  /** Values that must be the same on every server, as text to compare. */
  readonly critical: Readonly<Record<string, string>>;
  readonly network: NetworkSettings;
}

/** How long a learner may stand still. */
const STALLED_SECONDS = 300;

/** Credentials of the administrator, as every server writes them into its kubeconfig. */
export interface Authorities {
  readonly ca: CertificateAuthority;
  readonly etcdCa: CertificateAuthority;
  readonly admin: Pair;
}

/** One Kubernetes cluster: what its etcd holds, and who of its servers runs. */
export class Cluster {
  /** Of the CA: two clusters are never the same. */
  readonly id: string;
  readonly caHash: string;
  readonly authorities: Authorities;
  readonly founding: Founding;
  readonly etcd = new Etcd();
  readonly manifests = new Manifests();
  readonly pods = new Pods();
  readonly nodes = new Map<string, ClusterNode>();
  /** Secrets `<node>.node-password.rke2`. */
  readonly nodePasswords = new Map<string, string>();
  readonly servers = new Map<string, ServerRuntime>();
  readonly vip: Vip;
  readonly context: WorldContext;
  private hadQuorum = true;

  constructor(context: WorldContext, authorities: Authorities, founding: Founding) {
    this.context = context;
    this.authorities = authorities;
    this.founding = founding;
    this.caHash = createHash("sha256").update(authorities.ca.pem).digest("hex");
    this.id = this.caHash.slice(0, 12);
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

  memberDown(member: Member, machine: string): void {
    if (!member.up) return;
    member.up = false;
    this.emit("server-down", machine);
    this.settle(machine);
    if (!member.voting) void this.dropIfStalled(member, machine);
  }

  /** A learner that makes no progress is removed, so that others can join (k3s pkg/etcd, five minutes). */
  private async dropIfStalled(member: Member, machine: string): Promise<void> {
    const { clock, latencies } = this.context;
    await clock.sleep(STALLED_SECONDS * latencies.guestSecond);
    if (member.up || member.voting || this.etcd.find(member.node) !== member) return;
    this.etcd.remove(member.node);
    this.emit("server-left", machine, "stalled learner");
    this.settle(machine);
  }

  memberUp(member: Member, machine: string): void {
    if (member.up) return;
    member.up = true;
    this.emit("server-up", machine);
    this.settle(machine);
  }

  /** A kubelet registers, or reports again after a restart; its labels and taints count only the first time. */
  register(registration: Registration): ClusterNode {
    const known = this.nodes.get(registration.name);
    const node = known ?? new ClusterNode(registration, this.context.clock.now(), randomUUID());
    node.version = registration.version;
    node.capacity = registration;
    node.silentSince = undefined;
    this.nodes.set(node.name, node);
    this.settle(registration.machine);
    return node;
  }

  kubeletSilent(name: string): void {
    const node = this.nodes.get(name);
    if (node) node.silentSince ??= this.context.clock.now();
  }

  /** Deleting a Node object makes the managed etcd drop the member, and forgets the node's password (k3s pkg/etcd, pkg/nodepassword). */
  deleteNode(name: string): void {
    const node = this.nodes.get(name);
    if (!node) return;
    this.nodes.delete(name);
    this.nodePasswords.delete(name);
    const member = this.etcd.remove(name);
    if (member) {
      this.emit("server-left", node.machine);
      this.servers.get(name)?.removed();
    }
    this.emit("node-removed", node.machine);
    this.settle(node.machine);
  }

  /** The newest API server; kubelets may be older, never newer. */
  apiVersion(): string {
    const versions = [...this.servers.values()].map(({ version }) => version);
    return versions.sort(compareVersions).at(-1) ?? "";
  }

  networkProblem(): string | undefined {
    return networkProblem(this.founding.network, this.manifests);
  }
}

/** Orders `v1.34.1+rke2r1` by its numbers. */
export function compareVersions(a: string, b: string): number {
  const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
