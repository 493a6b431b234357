import { CertificateAuthority } from "../../../cluster/certificates";
import type { Authorities } from "../../../cluster/authorities";
import type { SimulatedCluster } from "../../../cluster/cluster";
import { EtcdError, type Member } from "../../../cluster/etcd";
import { MASTERS } from "../../../cluster/identity";
import type { MachineConfig } from "../machine/config/machine-config";
import { reachableEtcd } from "./reach";
import { Talos } from "./talos";
import type { TalosNode } from "./talos-node";
import { TalosServer } from "./talos-server";

/** Where etcd keeps its data. */
export const ETCD_DATA = "/var/lib/etcd";

/** Share of the time to an answering API after which etcd itself is there. */
const EARLY = 0.4;
const RETRY_SECONDS = 3;

/**
 * Runs the machine's etcd: from its data, as the first member if bootstrapped, or as a further member of a running cluster.
 */
export async function runEtcd(node: TalosNode): Promise<TalosServer | undefined> {
  const stored = node.machine.disk.ephemeral.get(ETCD_DATA);
  if (stored !== undefined) return comeBack(node, stored);
  node.etcdEvent = "Waiting to join the cluster, or for `talosctl bootstrap`";
  while (!node.signal.aborted) {
    if (node.bootstrapRequested) return found(node);
    const cluster = reachableEtcd(node);
    if (cluster) return join(node, cluster);
    await node.untilBootstrap(RETRY_SECONDS);
  }
  return undefined;
}

function store({ machine }: TalosNode, cluster: SimulatedCluster, member: Member): void {
  machine.disk.ephemeral.set(ETCD_DATA, `${cluster.id} ${member.id}`);
}

/** Bootstraps, even if another one already has: this is not checked (talos#5500). */
async function found(node: TalosNode): Promise<TalosServer | undefined> {
  const { machine, config } = node;
  const { firstServer } = machine.context.latencies;
  return machine.context.events.span(machine.name, "etcd bootstrap", firstServer, async () => {
    const authorities = await authoritiesOf(config).catch((error: unknown) => {
      node.etcdEvent = `Failed to run pre stage: failed to generate etcd PKI: ${String(error)}`;
    });
    if (!authorities) return undefined;
    const cluster = await node.clusters.init(new Talos(config), authorities);
    await node.work(firstServer * EARLY);
    if (node.signal.aborted) return undefined;
    const member = cluster.etcd.init(machine.hostname, machine.address ?? "");
    store(node, cluster, member);
    cluster.emit("initialized", machine.name);
    const server = await TalosServer.start(machine, config, cluster, member);
    await node.work(firstServer * (1 - EARLY));
    return server;
  });
}

async function authoritiesOf(config: MachineConfig): Promise<Authorities> {
  const load = (path: string): Promise<CertificateAuthority> => {
    const pair = config.pair(path);
    return CertificateAuthority.load(pair?.certificate ?? "", pair?.key ?? "");
  };
  const [ca, etcdCa] = await Promise.all([load("cluster.ca"), load("cluster.etcd.ca")]);
  const [admin, etcdClient] = await Promise.all([
    ca.issue({ name: `CN=admin, O=${MASTERS}` }),
    etcdCa.issue({ name: "CN=etcd-client" }),
  ]);
  return { ca, etcdCa, admin, etcdClient };
}

/** An existing member of the same name is an earlier life of this node: it is removed first (machined's addMember). */
async function join(node: TalosNode, cluster: SimulatedCluster): Promise<TalosServer | undefined> {
  const { machine, config } = node;
  const { serverJoin } = machine.context.latencies;
  cluster.emit("server-joining", machine.name);
  return machine.context.events.span(machine.name, "etcd join", serverJoin, async () => {
    await node.work(serverJoin * EARLY);
    const member = await becomeLearner(node, cluster);
    if (!member) return undefined;
    store(node, cluster, member);
    const server = await TalosServer.start(machine, config, cluster, member);
    await promote(node, server, serverJoin * (1 - EARLY));
    return server;
  });
}

async function becomeLearner(node: TalosNode, cluster: SimulatedCluster): Promise<Member | undefined> {
  const { hostname, address = "", name } = node.machine;
  while (!node.signal.aborted) {
    try {
      const former = cluster.etcd.find(hostname);
      if (former && cluster.answers()) {
        cluster.etcd.remove(former);
        cluster.emit("server-left", name, "replaced by a machine of its name");
      }
      return cluster.etcd.addLearner(hostname, address);
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      node.etcdEvent = `Failed to run pre stage: failed to build initial etcd cluster: error adding member: ${error.message}`;
      await node.pause(RETRY_SECONDS);
    }
  }
  return undefined;
}

/** The new member asks to be promoted until it has caught up. */
async function promote(node: TalosNode, { cluster, member }: TalosServer, ms: number): Promise<void> {
  await node.work(ms);
  while (!node.signal.aborted && !cluster.answers()) await node.pause(1);
  if (node.signal.aborted || member.voting || !cluster.etcd.members.includes(member)) return;
  member.voting = true;
  cluster.emit("server-joined", node.machine.name);
  cluster.settle(node.machine.name);
}

/** A member that was removed meanwhile never gets anywhere: its data has to go first. */
async function comeBack(node: TalosNode, stored: string): Promise<TalosServer | undefined> {
  const { machine, config } = node;
  const { serverRestart } = machine.context.latencies;
  const [clusterId = "", memberId] = stored.split(" ");
  const cluster = node.clusters.get(clusterId);
  const member = cluster?.etcd.members.find(({ id }) => id === memberId);
  if (!cluster || !member) {
    node.etcdEvent = "the member has been permanently removed from the cluster";
    return undefined;
  }
  return machine.context.events.span(machine.name, "etcd restart", serverRestart, async () => {
    await node.work(serverRestart * EARLY);
    const server = await TalosServer.start(machine, config, cluster, member);
    while (!node.signal.aborted && !cluster.answers()) await node.pause(1);
    if (!member.voting) await promote(node, server, serverRestart * (1 - EARLY));
    else await node.work(serverRestart * (1 - EARLY));
    return server;
  });
}
