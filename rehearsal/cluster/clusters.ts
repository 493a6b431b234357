import type { GuestSoftware } from "../guests/guest";
import type { Service } from "../network/service";
import type { WorldContext } from "../world";
import { CertificateAuthority } from "./certificates";
import { Cluster, type Founding } from "./cluster";
import { clusterPrograms } from "./programs";
import { rke2Daemons } from "./rke2/daemons";

/** The room of clusters: what guests run of them, and a way to look inside. */
export class Clusters implements GuestSoftware {
  readonly programs;
  readonly daemons;
  private readonly context: WorldContext;
  private readonly byId = new Map<string, Cluster>();

  constructor(context: WorldContext) {
    this.context = context;
    this.programs = clusterPrograms(this);
    this.daemons = rke2Daemons(this);
  }

  /** Every cluster ever founded, oldest first. */
  all(): readonly Cluster[] {
    return [...this.byId.values()];
  }

  get(id: string): Cluster | undefined {
    return this.byId.get(id);
  }

  /** The cluster behind a certificate's authority. */
  signedBy(caPem: string): Cluster | undefined {
    return this.all().find(({ authorities }) => authorities.ca.pem.trim() === caPem.trim());
  }

  /** The cluster a network service belongs to. */
  at(service: Service): Cluster | undefined {
    return service.certificate && this.signedBy(service.certificate.caPem);
  }

  async create(founding: Founding): Promise<Cluster> {
    const [ca, etcdCa] = await Promise.all([
      CertificateAuthority.create("rke2-server-ca"),
      CertificateAuthority.create("etcd-server-ca"),
    ]);
    const admin = await ca.issue({ name: "CN=system:admin, O=system:masters" });
    const cluster = new Cluster(this.context, { ca, etcdCa, admin }, founding);
    this.byId.set(cluster.id, cluster);
    return cluster;
  }
}

export function createClusters(context: WorldContext): Clusters {
  return new Clusters(context);
}
