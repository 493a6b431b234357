import type { LinuxGuest } from "../../guests/guest";
import type { Endpoint } from "../../network/endpoint";
import { apiService } from "../../cluster/api/api-service";
import { etcdGrpcService, etcdMetricsService, etcdPeerService, etcdService } from "../../cluster/api/etcd-service";
import type { Pair } from "../../cluster/certificates";
import type { SimulatedCluster } from "../../cluster/cluster";
import type { Clusters } from "../../cluster/clusters";
import type { Announcement, ControlPlaneServer } from "../../cluster/control-plane-server";
import type { Member } from "../../cluster/etcd";
import { memberDown, memberUp } from "../../cluster/membership";
import { announcedByDaemonSets } from "../../cluster/manifests";
import type { Rancher } from "./rancher";
import { supervisorOf, supervisorService } from "./supervisor";

export const API_PORT = 6443;
/** What k3s' `pkg/etcd` gives to etcd: gRPC and peers for all, the HTTP gateway on loopback, and so the metrics unless they are exposed. */
const ETCD_PORTS = { grpc: 2379, peers: 2380, metrics: 2381, gateway: 2382 } as const;

export interface RuntimeSpec {
  readonly guest: LinuxGuest;
  readonly cluster: SimulatedCluster;
  readonly rancher: Rancher;
  readonly node: string;
  readonly member: Member;
  readonly version: string;
  readonly serving: Pair;
  readonly certificateNames: readonly string[];
  /** `etcd-expose-metrics`: whether others reach etcd's port of metrics. */
  readonly exposesMetrics: boolean;
}

/**
 * What runs of a server on its machine. Stopping the service stops the supervisor and the kubelet. In RKE2 etcd and the API
 * server are containers and live on (KillMode=process) until rke2-killall.sh, the removal of the member, or the power; in k3s
 * they are parts of the process.
 */
export class ServerRuntime implements ControlPlaneServer {
  readonly guest: LinuxGuest;
  readonly machine: string;
  readonly network: Endpoint;
  readonly cluster: SimulatedCluster;
  readonly rancher: Rancher;
  readonly node: string;
  readonly member: Member;
  serving: Pair;
  certificateNames: readonly string[];
  version: string;
  private readonly exposesMetrics: boolean;
  private stops: (() => void)[] = [];
  private stopApi: (() => void) | undefined;
  private stopSupervisor: (() => void) | undefined;
  private alive = false;
  /** Told when the member was removed while the process runs. */
  onRemoved: (() => void) | undefined;

  constructor(spec: RuntimeSpec) {
    this.guest = spec.guest;
    this.machine = spec.guest.name;
    this.network = spec.guest.network;
    this.cluster = spec.cluster;
    this.rancher = spec.rancher;
    this.node = spec.node;
    this.member = spec.member;
    this.version = spec.version;
    this.serving = spec.serving;
    this.certificateNames = spec.certificateNames;
    this.exposesMetrics = spec.exposesMetrics;
    this.cluster.servers.set(this.node, this);
    // The power may have gone while the certificate was made.
    if (this.guest.power.aborted) this.die();
    else this.guest.power.addEventListener("abort", () => this.die(), { once: true });
  }

  /** Whether etcd and the API server run here. */
  serves(): boolean {
    return this.alive;
  }

  /** kube-vip is a DaemonSet: every server runs the same one. */
  announcements(): readonly Announcement[] {
    return announcedByDaemonSets(this.cluster.manifests);
  }

  startContainers(): void {
    if (this.alive || this.guest.power.aborted) return;
    this.alive = true;
    this.listenAsApi();
    this.stops = this.rancher.clusterInit.inSqlite ? [] : this.listenAsEtcd();
    memberUp(this.cluster, this.member, this.guest.name);
    this.cluster.settle(this.guest.name);
  }

  private listenAsApi(): void {
    const api = apiService(this.cluster, this);
    this.stopApi = this.network.listen(API_PORT, this.sharesPort ? supervisorOf(this.cluster, api) : api);
  }

  /** From now on it presents this certificate; kube-apiserver reloads it when it changes. */
  serveAs(serving: Pair, names: readonly string[]): void {
    [this.serving, this.certificateNames] = [serving, names];
    if (!this.alive) return;
    this.stopApi?.();
    this.listenAsApi();
  }

  private listenAsEtcd(): (() => void)[] {
    const { network } = this;
    return [
      network.listen(ETCD_PORTS.grpc, etcdGrpcService(this.cluster, this.member)),
      network.listen(ETCD_PORTS.peers, etcdPeerService(this.cluster)),
      network.listen(ETCD_PORTS.metrics, etcdMetricsService(this.cluster), !this.exposesMetrics),
      network.listen(ETCD_PORTS.gateway, etcdService(this.cluster, this.member), true),
    ];
  }

  /** k3s' supervisor stands before the API, on its port. */
  private get sharesPort(): boolean {
    return this.rancher.kind.supervisorPort === API_PORT;
  }

  startSupervisor(): void {
    if (this.sharesPort) return;
    this.stopSupervisor ??= this.guest.network.listen(
      this.rancher.kind.supervisorPort,
      supervisorService(this.cluster, this.certificateNames),
    );
  }

  /** The process ended: nobody registers here any more, and the kubelet is silent. */
  processEnded(): void {
    this.stopSupervisor?.();
    this.stopSupervisor = undefined;
    this.onRemoved = undefined;
    this.cluster.kubeletSilent(this.node);
    if (!this.rancher.kind.runsContainers) this.stopWork();
  }

  /** Power gone, or everything killed. */
  die(): void {
    this.processEnded();
    this.stopWork();
  }

  private stopWork(): void {
    this.stopContainers();
    if (this.cluster.etcd.find(this.node) === this.member) memberDown(this.cluster, this.member, this.guest.name);
    this.cluster.settle(this.guest.name);
  }

  /** etcd of a removed member stops by itself. */
  removed(): void {
    this.stopContainers();
    this.cluster.servers.delete(this.node);
    const tell = this.onRemoved;
    this.processEnded();
    tell?.();
  }

  private stopContainers(): void {
    for (const stop of [this.stopApi, ...this.stops]) stop?.();
    this.stopApi = undefined;
    this.stops = [];
    this.alive = false;
  }
}

/** The runtime this machine has in the cluster, if it has one. */
export function runtimeOn(guest: LinuxGuest, { servers }: SimulatedCluster): ServerRuntime | undefined {
  return [...servers.values()].find(
    (server): server is ServerRuntime => server instanceof ServerRuntime && server.guest === guest,
  );
}

/** The runtime this machine has in any cluster. */
export function serverOn(guest: LinuxGuest, clusters: Clusters): ServerRuntime | undefined {
  const found = clusters.all().map((cluster) => runtimeOn(guest, cluster));
  return found.find((server) => server !== undefined);
}
