import type { SimulationContext } from "../simulation";
import type { Announcement, ControlPlaneServer } from "./control-plane-server";

/** kube-vip's lease: after this many seconds without renewal another server takes the addresses. */
const LEASE_SECONDS = 5;

/** What the addresses follow of their cluster. */
interface VipCluster {
  readonly context: SimulationContext;
  readonly servers: ReadonlyMap<string, ControlPlaneServer>;
  answers(): boolean;
  emit(change: "vip-moved", machine: string, address: string): void;
}

/** Who holds the control plane's addresses. Only a running server of a cluster with quorum can: the leases are in its API. */
export class Vip {
  private readonly cluster: VipCluster;
  private readonly elections = new Map<string, Election>();

  constructor(cluster: VipCluster) {
    this.cluster = cluster;
  }

  get holderName(): string | undefined {
    const holders = [...this.elections.values()].map(({ holderName }) => holderName);
    return holders.find((name) => name !== undefined);
  }

  reconcile(): void {
    for (const server of this.cluster.servers.values())
      for (const { lease } of server.announcements())
        if (!this.elections.has(lease)) this.elections.set(lease, new Election(this.cluster, lease));
    for (const election of this.elections.values()) election.reconcile();
  }
}

/**
 * One lease. Whoever names it on the node that holds it has it too: its identity is the node's name (pkg/election). So all
 * addresses of one lease are on one node.
 */
class Election {
  private readonly cluster: VipCluster;
  private readonly lease: string;
  private holder: { readonly server: ControlPlaneServer; readonly addresses: Set<string> } | undefined;
  private electing = false;
  private holders = 0;

  constructor(cluster: VipCluster, lease: string) {
    this.cluster = cluster;
    this.lease = lease;
  }

  get holderName(): string | undefined {
    return this.holder?.server.node;
  }

  reconcile(): void {
    const { holder } = this;
    if (holder && !this.keepsLease(holder)) this.release();
    else if (holder) this.hold(holder);
    if (this.holder || !this.candidate() || this.electing) return;
    if (this.holders === 0) this.elect();
    else this.electAfterLease();
  }

  /** A pod whose address changes ends and lets go of the lease, unless another one on its node has it too. */
  private keepsLease({ server, addresses }: { server: ControlPlaneServer; addresses: ReadonlySet<string> }): boolean {
    return server.serves() && this.addressesOf(server).some((address) => addresses.has(address));
  }

  private hold({ server, addresses }: { server: ControlPlaneServer; addresses: Set<string> }): void {
    const wanted = this.addressesOf(server);
    const segment = server.network.interfaces[0]?.segment;
    if (segment === undefined) return;
    for (const address of addresses) {
      if (wanted.includes(address)) continue;
      server.network.dropAddress(address);
      addresses.delete(address);
    }
    for (const address of wanted) {
      if (addresses.has(address)) continue;
      addresses.add(address);
      server.network.addAddress(segment, address);
      this.cluster.emit("vip-moved", server.machine, address);
    }
  }

  private release(): void {
    for (const address of this.holder?.addresses ?? []) this.holder?.server.network.dropAddress(address);
    this.holder = undefined;
  }

  private electAfterLease(): void {
    this.electing = true;
    const { clock, latencies } = this.cluster.context;
    void clock.sleep(LEASE_SECONDS * latencies.guestSecond).then(() => {
      this.electing = false;
      this.elect();
    });
  }

  /** A server that runs and would announce an address, while the lease can be had. */
  private candidate(): ControlPlaneServer | undefined {
    if (!this.cluster.answers()) return undefined;
    return [...this.cluster.servers.values()].find((server) => server.serves() && this.addressesOf(server).length > 0);
  }

  private elect(): void {
    const server = this.candidate();
    if (this.holder || !server || server.network.interfaces[0]?.segment === undefined) return;
    this.holder = { server, addresses: new Set() };
    this.holders++;
    this.hold(this.holder);
  }

  private addressesOf(server: ControlPlaneServer): readonly string[] {
    const announced: readonly Announcement[] = server.announcements();
    return announced.filter(({ lease }) => lease === this.lease).map(({ address }) => address);
  }
}
