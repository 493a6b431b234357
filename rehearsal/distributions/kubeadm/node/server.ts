import { X509Certificate } from "node:crypto";
import type { LinuxGuest } from "../../../guests/guest";
import type { Endpoint } from "../../../network/endpoint";
import { apiService } from "../../../cluster/api/api-service";
import { etcdMetricsService, etcdPeerService, etcdService } from "../../../cluster/api/etcd-service";
import type { Pair } from "../../../cluster/certificates";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Announcement, ControlPlaneServer } from "../../../cluster/control-plane-server";
import type { Member } from "../../../cluster/etcd";
import { readKubeconfig } from "../../../cluster/kubeconfig";
import { memberDown, memberUp } from "../../../cluster/membership";
import { announcedBy, type PodSpec } from "../../../cluster/manifests";
import { PKI } from "../files/pki";

const API_PORT = 6443;
const ETCD_PORTS = { clients: 2379, peers: 2380, metrics: 2381 } as const;
/** Controller manager and scheduler, on loopback alone. */
const HEALTH_PORTS = [10257, 10259] as const;

/**
 * The static pods of a control plane on one machine. Containers live on when the kubelet stops; they go with the power, or
 * when somebody removes them.
 */
export class KubeadmServer implements ControlPlaneServer {
  readonly guest: LinuxGuest;
  readonly machine: string;
  readonly network: Endpoint;
  readonly cluster: SimulatedCluster;
  readonly node: string;
  readonly member: Member;
  readonly serving: Pair;
  readonly certificateNames: readonly string[];
  version: string;
  /** The static pods besides the control plane's own; kube-vip's are among them. */
  others: readonly PodSpec[] = [];
  private stops: (() => void)[] = [];

  constructor(guest: LinuxGuest, cluster: SimulatedCluster, member: Member, version: string) {
    this.guest = guest;
    this.machine = guest.name;
    this.network = guest.network;
    this.cluster = cluster;
    this.node = member.node;
    this.member = member;
    this.version = version;
    this.serving = {
      certificate: guest.tree.read(`${PKI}/apiserver.crt`) ?? "",
      key: guest.tree.read(`${PKI}/apiserver.key`) ?? "",
    };
    this.certificateNames = subjectNames(this.serving.certificate);
  }

  start(): void {
    if (this.serves() || this.guest.power.aborted) return;
    this.stops = [
      this.network.listen(API_PORT, apiService(this.cluster, this)),
      this.network.listen(ETCD_PORTS.clients, etcdService(this.cluster, this.member)),
      this.network.listen(ETCD_PORTS.peers, etcdPeerService(this.cluster)),
      this.network.listen(ETCD_PORTS.metrics, etcdMetricsService(this.cluster), true),
      ...HEALTH_PORTS.map((port) => this.network.listen(port, { name: "healthz" }, true)),
    ];
    this.cluster.servers.set(this.node, this);
    this.guest.power.addEventListener("abort", () => this.stop(), { once: true });
    memberUp(this.cluster, this.member, this.guest.name);
    this.cluster.settle(this.guest.name);
  }

  /** The containers are gone; the membership stays. */
  stop(): void {
    this.stopListening();
    if (this.cluster.etcd.members.includes(this.member)) memberDown(this.cluster, this.member, this.guest.name);
    this.cluster.settle(this.guest.name);
  }

  serves(): boolean {
    return this.stops.length > 0;
  }

  /** kube-vip's lease is an object of the API: its kubeconfig has to be one that may write it (kube-vip#684). */
  announcements(): readonly Announcement[] {
    return this.others.filter((pod) => this.mayWriteLeases(pod)).flatMap(announcedBy);
  }

  private mayWriteLeases(pod: PodSpec): boolean {
    if (!resolvesKubernetes(pod)) return false;
    const config = readKubeconfig(this.guest.tree.read(mountedKubeconfig(pod) ?? "") ?? "");
    const identity = this.cluster.identify(config?.certificate);
    return identity !== undefined && this.cluster.distribution.admits(identity);
  }

  /** etcd of a removed member stops by itself, and the API server with it. */
  removed(): void {
    this.stopListening();
    this.cluster.servers.delete(this.node);
  }

  private stopListening(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }
}

/** Names and addresses a certificate is good for. */
function subjectNames(certificate: string): readonly string[] {
  const { subjectAltName = "" } = new X509Certificate(certificate);
  return subjectAltName.split(", ").map((entry) => entry.replace(/^(DNS|IP Address):/, ""));
}

/** kube-vip asks `kubernetes:6443`, which only an alias makes the machine itself (kube-vip pkg/manager). */
function resolvesKubernetes({ hostAliases = [] }: PodSpec): boolean {
  return hostAliases.some(({ ip, hostnames = [] }) => ip === "127.0.0.1" && hostnames.includes("kubernetes"));
}

/** The file on the machine that the pod sees as /etc/kubernetes/admin.conf. */
function mountedKubeconfig({ containers = [], volumes = [] }: PodSpec): string | undefined {
  const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
  const name = mounts.find(({ mountPath }) => mountPath === "/etc/kubernetes/admin.conf")?.name;
  return volumes.find((volume) => volume.name === name)?.hostPath?.path;
}
