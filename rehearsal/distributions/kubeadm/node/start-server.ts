import type { LinuxGuest } from "../../../guests/guest";
import { NetworkError } from "../../../network/network-error";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Clusters } from "../../../cluster/clusters";
import type { Member } from "../../../cluster/etcd";
import { MASTERS } from "../../../cluster/identity";
import type { PodSpec } from "../../../cluster/manifests";
import { loadAuthority, PKI } from "../files/pki";
import { podFlag, podVersion, storedMember, storeMember } from "../files/static-pods";
import { Kubeadm } from "../kubeadm";
import { KubeadmError } from "../kubeadm-error";
import { KubeadmServer } from "./server";

/** Shares of the profile's times that pass inside the containers; the rest passes in kubeadm. */
export const INIT_SHARE = 0.4;
export const SYNC_SHARE = 0.4;

/** A container of the control plane that ended; the kubelet starts it again after a while. */
export class Crash extends Error {}

/** Starts etcd and the API server as their manifests say: with data as the member it was, else as a new or an announced one. */
export async function startServer(
  guest: LinuxGuest,
  clusters: Clusters,
  pods: ReadonlyMap<string, PodSpec>,
): Promise<KubeadmServer> {
  const etcd = pods.get("etcd");
  const version = podVersion(pods.get("kube-apiserver"));
  for (const file of ["ca.crt", "apiserver.crt", "apiserver.key", "sa.key", "etcd/ca.crt", "etcd/server.crt"])
    if (!guest.tree.exists(`${PKI}/${file}`)) throw new Crash(`open ${PKI}/${file}: no such file or directory`);
  const { cluster, member } = await enter(guest, clusters, etcd);
  return new KubeadmServer(guest, cluster, member, version);
}

interface Entered {
  readonly cluster: SimulatedCluster;
  readonly member: Member;
}

function enter(guest: LinuxGuest, clusters: Clusters, etcd: PodSpec | undefined): Promise<Entered> {
  const stored = storedMember(guest.tree);
  if (stored) return comeBack(guest, clusters, stored);
  return podFlag(etcd, "initial-cluster-state") === "existing"
    ? joinAnnounced(guest, clusters, etcd)
    : initCluster(guest, clusters, etcd);
}

async function comeBack(
  guest: LinuxGuest,
  clusters: Clusters,
  stored: { cluster: string; member: string },
): Promise<Entered> {
  const { serverRestart } = guest.context.latencies;
  const cluster = clusters.get(stored.cluster);
  const member = cluster?.etcd.members.find(({ id }) => id === stored.member);
  if (!cluster || !member)
    throw new Crash(
      "the member has been permanently removed from the cluster; the data-dir used by this member must be removed",
    );
  await guest.context.events.span(guest.name, "control plane start: return", serverRestart, () =>
    wait(guest, serverRestart),
  );
  return { cluster, member };
}

/** etcd without a list of other members initializes a cluster, even if another one is running. */
async function initCluster(guest: LinuxGuest, clusters: Clusters, etcd: PodSpec | undefined): Promise<Entered> {
  const now = (): number => guest.time();
  const [ca, etcdCa] = await authorities(guest);
  const [admin, etcdClient] = await Promise.all([
    ca.issue({ name: `CN=kubernetes-super-admin, O=${MASTERS}` }),
    etcdCa.issue({ name: "CN=kube-etcd-healthcheck-client" }),
  ]);
  const cluster = await clusters.init(new Kubeadm(now), { ca, etcdCa, admin, etcdClient });
  await wait(guest, guest.context.latencies.firstServer * INIT_SHARE);
  const name = podFlag(etcd, "name") ?? guest.hostname();
  const member = cluster.etcd.init(name, addressOf(etcd));
  member.name = name;
  storeMember(guest.tree, cluster.id, member.id);
  cluster.emit("initialized", guest.name);
  return { cluster, member };
}

async function authorities({ tree }: LinuxGuest) {
  try {
    return await Promise.all([loadAuthority(tree, "ca"), loadAuthority(tree, "etcd/ca")]);
  } catch (error) {
    if (error instanceof KubeadmError) throw new Crash(error.message);
    throw error;
  }
}

/** A member that was announced copies the leader's log; one that voted before has promised a log it no longer has. */
async function joinAnnounced(guest: LinuxGuest, clusters: Clusters, etcd: PodSpec | undefined): Promise<Entered> {
  const address = addressOf(etcd);
  const cluster = findPeers(guest, clusters, etcd, address);
  const member = cluster.etcd.at(address);
  if (!member) throw new Crash("error validating peerURLs: unmatched member while checking PeerURLs");
  if (member.voting)
    throw new Crash("tocommit(11) is out of range [lastIndex(0)]. Was the raft log corrupted, truncated, or lost?");
  await wait(guest, guest.context.latencies.serverJoin * SYNC_SHARE);
  if (!cluster.etcd.members.includes(member))
    throw new Crash("the member has been permanently removed from the cluster");
  member.name = podFlag(etcd, "name") ?? guest.hostname();
  member.up = true;
  storeMember(guest.tree, cluster.id, member.id);
  return { cluster, member };
}

function findPeers(guest: LinuxGuest, clusters: Clusters, etcd: PodSpec | undefined, own: string): SimulatedCluster {
  const urls = (podFlag(etcd, "initial-cluster") ?? "").split(",").map((pair) => pair.split("=")[1] ?? "");
  const addresses = urls.map((url) => url.replace(/^https:\/\/|:\d+$/g, "")).filter((address) => address !== own);
  for (const address of addresses) {
    try {
      const cluster = clusters.at(guest.fabric.find(guest.network, address, 2380));
      if (cluster) return cluster;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
  }
  throw new Crash("error: could not retrieve cluster information from the given URLs");
}

function addressOf(etcd: PodSpec | undefined): string {
  return (podFlag(etcd, "initial-advertise-peer-urls") ?? "").replace(/^https:\/\/|:\d+$/g, "");
}

async function wait(guest: LinuxGuest, ms: number): Promise<void> {
  await guest.sleep(ms / Math.max(guest.context.latencies.guestSecond, 0.001), guest.power);
  if (guest.power.aborted) throw new Crash("the machine went down");
}
