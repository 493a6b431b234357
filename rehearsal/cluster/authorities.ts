import { CertificateAuthority, type Pair } from "./certificates";
import { MASTERS } from "./identity";

/** Who signs in a cluster, and a certificate of its administrator. */
export interface Authorities {
  readonly ca: CertificateAuthority;
  readonly etcdCa: CertificateAuthority;
  readonly admin: Pair;
  /** What etcd lets in. */
  readonly etcdClient: Pair;
}

/** Authorities of a cluster that makes its own, with the names that begin with its distribution's. */
export async function freshAuthorities(prefix: string): Promise<Authorities> {
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
