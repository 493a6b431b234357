import type { SimulationContext } from "../simulation";
import type { ControlPlaneServer } from "./control-plane-server";

/** kube-vip's lease: after this many seconds without renewal another server takes the address. */
const LEASE_SECONDS = 5;

/** What the address follows of its cluster. */
interface VipCluster {
  readonly context: SimulationContext;
  readonly servers: ReadonlyMap<string, ControlPlaneServer>;
  answers(): boolean;
  emit(change: "vip-moved", machine: string, address: string): void;
}

/** Who holds the control plane's address. Only a living server of a cluster with quorum can: the lease is in its API. */
export class Vip {
  private readonly cluster: VipCluster;
  private holder: { readonly server: ControlPlaneServer; readonly address: string } | undefined;
  private electing = false;

  constructor(cluster: VipCluster) {
    this.cluster = cluster;
  }

  get holderName(): string | undefined {
    return this.holder?.server.node;
  }

  reconcile(): void {
    const { holder } = this;
    if (holder && (!holder.server.serves() || holder.server.vipAddress() !== holder.address)) this.release();
    if (this.holder || !this.candidate() || this.electing) return;
    if (this.holders === 0) this.elect();
    else this.electAfterLease();
  }

  private holders = 0;

  private release(): void {
    this.holder?.server.network.dropAddress(this.holder.address);
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
    return [...this.cluster.servers.values()].find((server) => server.serves() && server.vipAddress() !== undefined);
  }

  private elect(): void {
    const server = this.candidate();
    const address = server?.vipAddress();
    const segment = server?.network.interfaces[0]?.segment;
    if (this.holder || !server || address === undefined || segment === undefined) return;
    this.holder = { server, address };
    this.holders++;
    server.network.addAddress(segment, address);
    this.cluster.emit("vip-moved", server.machine, address);
  }
}
