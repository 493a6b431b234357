import { handler, RpcError, type Handler } from "../../machine/rpc";
import type { Member } from "../../../../cluster/etcd";
import { leave, removeMember } from "../leave";
import type { TalosNode } from "../talos-node";
import type { TalosServer } from "../talos-server";

/** A member as the API tells of it; ids are 64-bit numbers. */
export interface EtcdMember {
  readonly id: string;
  readonly hostname: string;
  readonly peerUrls: readonly string[];
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

export interface EtcdStatus {
  readonly memberId: string;
  readonly leader: string;
  readonly isLearner: boolean;
  readonly errors: readonly string[];
}

interface Named {
  readonly name: string;
  readonly act: Handler;
}

/** Calls about etcd, each with the name under which workers refuse it. */
export function etcdMethods(node: TalosNode): Readonly<Record<string, Named>> {
  return {
    "MachineService/EtcdMemberList": { name: "member list", act: () => deciding(node).cluster.etcd.members.map(told) },
    "MachineService/EtcdStatus": { name: "etcd status", act: () => statusOf(local(node)) },
    "MachineService/EtcdLeaveCluster": {
      name: "etcd leave",
      act: () => failingWith("failed to leave cluster", () => leave(node)),
    },
    "MachineService/EtcdRemoveMemberByID": {
      name: "etcd remove member",
      act: handler<{ readonly id: string }>(({ request: { id } }) => remove(node, id)),
    },
    "MachineService/EtcdSnapshot": { name: "etcd snapshot", act: () => snapshotOf(deciding(node)) },
  };
}

function told({ id, node, address, voting }: Member): EtcdMember {
  return {
    id,
    hostname: node,
    isLearner: !voting,
    peerUrls: [`https://${address}:2380`],
    clientUrls: [`https://${address}:2379`],
  };
}

/** The local etcd; nobody listens while it does not run. */
function local({ server }: TalosNode): TalosServer {
  if (server) return server;
  throw new RpcError(
    "Unavailable",
    'connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:2379: connect: connection refused"',
  );
}

/** Everything that needs a leader fails without one (clientv3.WithRequireLeader). */
function deciding(node: TalosNode): TalosServer {
  const server = local(node);
  if (server.cluster.answers()) return server;
  throw new RpcError("Unavailable", "etcdserver: no leader");
}

function statusOf({ cluster, member }: TalosServer): EtcdStatus {
  const leader = cluster.answers() ? (cluster.etcd.voters.find(({ up }) => up)?.id ?? "0") : "0";
  const errors = cluster.answers() ? [] : ["etcdserver: no leader"];
  return { memberId: member.id, leader, isLearner: !member.voting, errors };
}

async function remove(node: TalosNode, id: string): Promise<unknown> {
  const { cluster } = deciding(node);
  const member = cluster.etcd.members.find((each) => each.id === id);
  if (!member) throw new RpcError("NotFound", `failed to remove member ${id}: etcdserver: member not found`);
  return failingWith("failed to remove member", () => {
    removeMember(cluster, member);
    return Promise.resolve();
  });
}

async function failingWith(what: string, act: () => Promise<void>): Promise<unknown> {
  try {
    await act();
    return {};
  } catch (error) {
    throw new RpcError("Unknown", `${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The content means nothing; its length is that of a database with its sum, as talosctl checks. */
function snapshotOf({ cluster }: TalosServer): string {
  return `${cluster.id}\n`.padEnd(512 * 8, "\0").padEnd(512 * 8 + 32, "s");
}
