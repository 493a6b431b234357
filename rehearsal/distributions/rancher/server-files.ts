import { stringify } from "yaml";
import type { LinuxGuest } from "../../guests/guest";
import type { SimulatedCluster } from "../../cluster/cluster";
import type { Member } from "../../cluster/etcd";
import type { NodeConfig } from "./node-config";
import type { Joinable } from "./contact";
import { etcFolder, varFolder, type Kind } from "./kind";

/** A machine, and which of the two runs on it. */
export interface RancherMachine {
  readonly guest: LinuxGuest;
  readonly kind: Kind;
}

const etcdData = (kind: Kind): string => `${varFolder(kind)}/server/db/etcd`;
const memberFile = (kind: Kind): string => `${etcdData(kind)}/member/snap/db`;
const tombstone = (kind: Kind): string => `${etcdData(kind)}/tombstone`;
export const deployFolder = (kind: Kind): string => `${varFolder(kind)}/server/manifests`;

/** Which member of which cluster the data on this disk belongs to. */
export function storedServerMember({
  guest,
  kind,
}: RancherMachine): { readonly cluster: string; readonly member: string } | undefined {
  const match = /^cluster (\S+) member (\S+)$/m.exec(guest.tree.read(memberFile(kind)) ?? "");
  return match?.[1] && match[2] ? { cluster: match[1], member: match[2] } : undefined;
}

export function storeServerMember(
  { guest: { tree }, kind }: RancherMachine,
  cluster: SimulatedCluster,
  member: Member,
): void {
  tree.makeDirectories(`${etcdData(kind)}/member`, 0o700);
  tree.write(memberFile(kind), `cluster ${cluster.id} member ${member.id}\n`, 0o600);
  tree.write(`${etcdData(kind)}/name`, member.name, 0o600);
}

/** A running server that is removed leaves a tombstone: the data is put aside at the next start (k3s pkg/etcd). */
export function entomb({ guest, kind }: RancherMachine): void {
  guest.tree.write(tombstone(kind), "removed\n", 0o600);
}

export function buryEntombed({ guest: { tree }, kind }: RancherMachine): boolean {
  if (!tree.exists(tombstone(kind))) return false;
  tree.remove(etcdData(kind));
  return true;
}

/** Files that exist once a server runs. */
export function writeServerFiles(
  { guest: { tree }, kind }: RancherMachine,
  { cluster, rancher }: Joinable,
  config: NodeConfig,
): void {
  const { ca, etcdCa, etcdClient } = cluster.authorities;
  const data = varFolder(kind);
  tree.write(`${data}/server/tls/server-ca.crt`, ca.pem, 0o644);
  tree.write(`${data}/server/tls/etcd/server-ca.crt`, etcdCa.pem, 0o644);
  tree.write(`${data}/server/tls/etcd/client.crt`, etcdClient.certificate, 0o644);
  tree.write(`${data}/server/tls/etcd/client.key`, etcdClient.key, 0o600);
  const token = `K10${cluster.caHash}::server:${rancher.clusterInit.token}\n`;
  tree.write(`${data}/server/token`, token, 0o600);
  tree.write(`${data}/server/node-token`, token, 0o600);
  kind.installTools(tree);
  const mode = Number.parseInt(config.text("write-kubeconfig-mode") ?? "600", 8);
  tree.write(config.text("write-kubeconfig") ?? `${etcFolder(kind)}/${kind.name}.yaml`, kubeconfig(cluster), mode);
}

/** As both write it: everything is called default and points at the server itself. */
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
