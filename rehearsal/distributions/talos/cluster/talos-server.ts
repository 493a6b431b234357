import type { MachineConfig } from "../machine/config/machine-config";
import { kubernetesVersion } from "../machine/config/validate-kubernetes";
import type { TalosMachine } from "../machine/talos-machine";
import type { Endpoint } from "../../../network/endpoint";
import { apiService } from "../../../cluster/api/api-service";
import { etcdService } from "../../../cluster/api/etcd-service";
import { servedBy } from "../../../cluster/api/served-cluster";
import type { Pair } from "../../../cluster/certificates";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Announcement, ControlPlaneServer } from "../../../cluster/control-plane-server";
import type { Member } from "../../../cluster/etcd";
import { memberDown, memberUp } from "../../../cluster/membership";

export const API_PORT = 6443;
export const ETCD_PORT = 2379;

/** etcd and the API server of one control plane while they run. */
export class TalosServer implements ControlPlaneServer {
  readonly machine: string;
  readonly network: Endpoint;
  readonly cluster: SimulatedCluster;
  readonly node: string;
  readonly member: Member;
  serving: Pair;
  certificateNames: readonly string[];
  config: MachineConfig;
  /** Told once when somebody else removed the member. */
  onRemoved: (() => void) | undefined;
  private readonly owner: TalosMachine;
  private stopEtcd: (() => void) | undefined;
  private stopApi: (() => void) | undefined;

  private constructor(
    owner: TalosMachine,
    config: MachineConfig,
    cluster: SimulatedCluster,
    member: Member,
    serving: Pair,
  ) {
    this.owner = owner;
    this.machine = owner.name;
    this.network = owner.network;
    this.config = config;
    this.cluster = cluster;
    this.member = member;
    this.node = member.node;
    this.serving = serving;
    this.certificateNames = apiNames(owner, config);
  }

  /** Starts etcd; the API server waits until the member votes (machined's ControlPlaneStaticPodController). */
  static async start(
    owner: TalosMachine,
    config: MachineConfig,
    cluster: SimulatedCluster,
    member: Member,
  ): Promise<TalosServer> {
    const serving = await issueServing(cluster, apiNames(owner, config));
    const server = new TalosServer(owner, config, cluster, member, serving);
    server.startEtcd();
    return server;
  }

  get version(): string {
    return kubernetesVersion(this.config, "cluster.apiServer.image");
  }

  serves(): boolean {
    return this.stopApi !== undefined;
  }

  /** The shared addresses whose links the machine has; each is elected by itself (VIPController). */
  announcements(): readonly Announcement[] {
    const links = this.owner.nics().map(({ name }) => name);
    const held = this.config.vips.filter(({ link }) => links.includes(link));
    return held.map(({ address }) => ({ address, lease: address }));
  }

  startApi(): void {
    if (this.stopApi || this.owner.power.aborted) return;
    this.stopApi = this.network.listen(API_PORT, apiService(this.cluster, this));
    this.startControllers();
    this.cluster.settle(this.machine);
  }

  /** machined reissues its certificate when the names change (KubernetesDynamicCertsController). */
  async reconfigured(config: MachineConfig): Promise<void> {
    this.config = config;
    if (this.serves()) this.startControllers();
    const names = apiNames(this.owner, config);
    if (names.join() === this.certificateNames.join()) return;
    this.serving = await issueServing(this.cluster, names);
    this.certificateNames = names;
    if (!this.stopApi) return;
    this.stopApi();
    this.stopApi = this.network.listen(API_PORT, apiService(this.cluster, this));
  }

  /** Its static pods are recreated when their arguments change. */
  startControllers(): void {
    const first = (path: string, otherwise: string) => this.config.list(path).map(String)[0] ?? otherwise;
    this.cluster.startControllers(this.node, {
      pods: first("cluster.network.podSubnets", "10.244.0.0/16"),
      services: first("cluster.network.serviceSubnets", "10.96.0.0/12"),
    });
  }

  /** The member left or was removed: nothing here is a server any more. */
  removed(): void {
    this.close();
    if (this.cluster.servers.get(this.node) === this) this.cluster.servers.delete(this.node);
    const tell = this.onRemoved;
    this.onRemoved = undefined;
    tell?.();
  }

  /** The machine goes down; the member stays. */
  stop(): void {
    this.onRemoved = undefined;
    this.close();
    if (this.cluster.etcd.members.includes(this.member)) memberDown(this.cluster, this.member, this.machine);
    this.cluster.settle(this.machine);
  }

  private startEtcd(): void {
    if (this.owner.power.aborted) return;
    this.cluster.servers.set(this.node, this);
    this.stopEtcd = this.network.listen(ETCD_PORT, servedBy(this.cluster, etcdService(this.cluster, this.member)));
    memberUp(this.cluster, this.member, this.machine);
    this.cluster.settle(this.machine);
  }

  private close(): void {
    this.stopApi?.();
    this.stopEtcd?.();
    this.stopApi = this.stopEtcd = undefined;
  }
}

const issueServing = ({ authorities }: SimulatedCluster, names: readonly string[]): Promise<Pair> =>
  authorities.ca.issue({
    name: "CN=kube-apiserver",
    addresses: names.filter(isAddress),
    names: names.filter((name) => !isAddress(name)),
  });

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);

/** Names of the API server's certificate: the endpoint, the machine, and what the configuration adds. */
function apiNames({ address = "", hostname }: TalosMachine, config: MachineConfig): readonly string[] {
  const endpoint = new URL(config.text("cluster.controlPlane.endpoint") ?? "https://localhost").hostname;
  const more = config.list("cluster.apiServer.certSANs").map(String);
  const domain = config.text("cluster.network.dnsDomain") ?? "cluster.local";
  const own = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", `kubernetes.default.svc.${domain}`];
  const always = ["127.0.0.1", "localhost", ...own];
  return [...new Set([endpoint, address, hostname, ...more, ...always])].filter((name) => name !== "");
}
