import { vipOf } from "./manifests";
import type { Cluster } from "./cluster";
import type { ServerRuntime } from "./rke2/server-runtime";

/** kube-vip's lease: after this many seconds without renewal another server takes the address. */
const LEASE_SECONDS = 5;

/** Who holds the control plane's address. Only a living server of a cluster with quorum can: the lease is in its API. */
export class Vip {
  private readonly cluster: Cluster;
  private holder: { readonly server: ServerRuntime; readonly address: string } | undefined;
  private electing = false;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
  }

  get holderName(): string | undefined {
    return this.holder?.server.node;
  }

  get address(): string | undefined {
    return vipOf(this.cluster.manifests);
  }

  reconcile(): void {
    const { address } = this;
    if (this.holder && (this.holder.address !== address || !this.holder.server.serves())) this.release();
    if (this.holder || address === undefined || this.electing || !this.cluster.answers()) return;
    if (this.holders === 0) this.elect();
    else this.electAfterLease();
  }

  private holders = 0;

  private release(): void {
    this.holder?.server.guest.network.dropAddress(this.holder.address);
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

  private elect(): void {
    const { address } = this;
    const server = [...this.cluster.servers.values()].find((candidate) => candidate.serves());
    if (this.holder || !server || address === undefined || !this.cluster.answers()) return;
    const segment = server.guest.network.interfaces[0]?.segment;
    if (segment === undefined) return;
    this.holder = { server, address };
    this.holders++;
    server.guest.network.addAddress(segment, address);
    this.cluster.emit("vip-moved", server.guest.name, address);
  }
}
