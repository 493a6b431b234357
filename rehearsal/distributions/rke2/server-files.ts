import { stringify } from "yaml";
import type { LinuxGuest } from "../../guests/guest";
import { installProgram } from "../../guests/image/installed-program";
import type { SimulatedCluster } from "../../cluster/cluster";
import type { Member } from "../../cluster/etcd";
import type { Rke2Config } from "./config";
import type { Joinable } from "./contact";

export const DATA = "/var/lib/rancher/rke2";
export const ETCD_DATA = `${DATA}/server/db/etcd`;
const MEMBER_FILE = `${ETCD_DATA}/member/snap/db`;
const TOMBSTONE = `${ETCD_DATA}/tombstone`;
export const MANIFESTS = `${DATA}/server/manifests`;

/** Which member of which cluster the data on this disk belongs to. */
export function storedMember({ tree }: LinuxGuest): { readonly cluster: string; readonly member: string } | undefined {
  const match = /^cluster (\S+) member (\S+)$/m.exec(tree.read(MEMBER_FILE) ?? "");
  return match?.[1] && match[2] ? { cluster: match[1], member: match[2] } : undefined;
}

export function storeMember({ tree }: LinuxGuest, cluster: SimulatedCluster, member: Member): void {
  tree.makeDirectories(`${ETCD_DATA}/member`, 0o700);
  tree.write(MEMBER_FILE, `cluster ${cluster.id} member ${member.id}\n`, 0o600);
  tree.write(`${ETCD_DATA}/name`, member.name, 0o600);
}

/** A running server that is removed leaves a tombstone: the data is put aside at the next start (k3s pkg/etcd). */
export function entomb({ tree }: LinuxGuest): void {
  tree.write(TOMBSTONE, "removed\n", 0o600);
}

export function buryEntombed(guest: LinuxGuest): boolean {
  if (!guest.tree.exists(TOMBSTONE)) return false;
  guest.tree.remove(ETCD_DATA);
  return true;
}

/** Files that exist once a server runs. */
export function writeServerFiles(guest: LinuxGuest, { cluster, rke2 }: Joinable, config: Rke2Config): void {
  const { tree } = guest;
  const { ca, etcdCa, etcdClient } = cluster.authorities;
  tree.write(`${DATA}/server/tls/server-ca.crt`, ca.pem, 0o644);
  tree.write(`${DATA}/server/tls/etcd/server-ca.crt`, etcdCa.pem, 0o644);
  tree.write(`${DATA}/server/tls/etcd/client.crt`, etcdClient.certificate, 0o644);
  tree.write(`${DATA}/server/tls/etcd/client.key`, etcdClient.key, 0o600);
  tree.write(`${DATA}/server/token`, `K10${cluster.caHash}::server:${rke2.clusterInit.token}\n`, 0o600);
  tree.write(`${DATA}/server/node-token`, `K10${cluster.caHash}::server:${rke2.clusterInit.token}\n`, 0o600);
  for (const program of ["kubectl", "crictl", "ctr"]) installProgram(tree, `${DATA}/bin/${program}`, `@${program}`);
  const mode = Number.parseInt(config.text("write-kubeconfig-mode") ?? "600", 8);
  tree.write(config.text("write-kubeconfig") ?? "/etc/rancher/rke2/rke2.yaml", kubeconfig(cluster), mode);
}

/** As RKE2 writes it: everything is called default and points at the server itself. */
function kubeconfig({ authorities: { ca, admin } }: SimulatedCluster): string {
  const base64 = (text: string): string => Buffer.from(text).toString("base64");
  return stringify(
    {
      apiVersion: "v1",
      clusters: [
        {
          cluster: { "certificate-authority-data": base64(ca.pem), server: "https://127.0.0.1:6443" },
          name: "default",
        },
      ],
      contexts: [{ context: { cluster: "default", user: "default" }, name: "default" }],
      "current-context": "default",
      kind: "Config",
      preferences: {},
      users: [
        {
          name: "default",
          user: { "client-certificate-data": base64(admin.certificate), "client-key-data": base64(admin.key) },
        },
      ],
    },
    { lineWidth: 0 },
  );
}
