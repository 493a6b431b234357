import type { Service } from "../network/service";
import type { WorldContext } from "../world";
import { clusterBehind } from "./api/served-cluster";
import { CertificateAuthority } from "./certificates";
import { Cluster, type Authorities } from "./cluster";
import type { Distribution } from "./distribution";
import { MASTERS } from "./identity";

/** All clusters of the world. */
export class Clusters {
  private readonly context: WorldContext;
  private readonly byId = new Map<string, Cluster>();

  constructor(context: WorldContext) {
    this.context = context;
  }

  /** Every cluster ever founded, oldest first. */
  all(): readonly Cluster[] {
    return [...this.byId.values()];
  }

  get(id: string): Cluster | undefined {
    return this.byId.get(id);
  }

  /** The cluster a network service belongs to. */
  at(service: Service): Cluster | undefined {
    return clusterBehind(service);
  }

  /** A new cluster; with authorities made beforehand it may be the second one they sign for. */
  async found(distribution: Distribution, given?: Authorities): Promise<Cluster> {
    const authorities = given ?? (await freshAuthorities(distribution.name));
    const copies = this.all().filter((other) => other.authorities.ca.pem === authorities.ca.pem).length;
    const cluster = new Cluster(this.context, authorities, distribution, copies + 1);
    this.byId.set(cluster.id, cluster);
    return cluster;
  }
}

async function freshAuthorities(prefix: string): Promise<Authorities> {
  const [ca, etcdCa] = await Promise.all([
    CertificateAuthority.create(`${prefix}-server-ca`),
    CertificateAuthority.create("etcd-server-ca"),
  ]);
  const [admin, etcdClient] = await Promise.all([
    ca.issue({ name: `CN=system:admin, O=${MASTERS}` }),
    etcdCa.issue({ name: "CN=etcd-client" }),
  ]);
  return { ca, etcdCa, admin, etcdClient };
}
