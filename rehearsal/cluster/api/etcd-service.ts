import type { FabricResponse, Service } from "../../network/service";
import type { Cluster } from "../cluster";
import type { Member } from "../etcd";
import { identityOf } from "../identity";
import { dropMember } from "../membership";
import { servedBy } from "./served-cluster";

/** etcd's gRPC gateway on port 2379, as far as it tells and changes who is a member. Its CA has to have signed the client. */
export function etcdService(cluster: Cluster, own: Member): Service {
  const { etcd, authorities } = cluster;
  return servedBy(cluster, {
    name: "etcd",
    certificate: { caPem: authorities.etcdCa.pem, names: ["127.0.0.1", "localhost", own.address] },
    respond: async ({ path, method, clientCertificate, body }) => {
      if (identityOf(clientCertificate ?? "", authorities.etcdCa.pem) === undefined)
        return { status: 400, body: "remote error: tls: certificate required\n" };
      if (path === "/health")
        return { status: etcd.hasQuorum() ? 200 : 503, body: JSON.stringify({ health: String(etcd.hasQuorum()) }) };
      const [, action] = /^\/v3\/cluster\/member\/(list|remove)$/.exec(path) ?? [];
      if (action === undefined || method !== "POST") return { status: 404, body: '{"error":"Not Found"}' };
      // What must be linearizable waits for a leader.
      if (!etcd.hasQuorum()) await new Promise(() => undefined);
      return action === "list" ? memberList(cluster, own) : removeMember(cluster, own, body);
    },
  });
}

function memberList(cluster: Cluster, own: Member): FabricResponse {
  const header = { cluster_id: cluster.id, member_id: own.id };
  return { status: 200, body: JSON.stringify({ header, members: cluster.etcd.members.map(asJson) }) };
}

function removeMember(cluster: Cluster, own: Member, body: string): FabricResponse {
  const { ID: id } = JSON.parse(body) as { readonly ID?: string | number };
  const member = cluster.etcd.members.find((candidate) => candidate.id === String(id));
  if (!member) return refusal(404, 5, "etcdserver: member not found");
  const refused = cluster.etcd.refusesRemoval(member);
  if (refused) return refusal(503, 14, refused.message);
  dropMember(cluster, member);
  return memberList(cluster, own);
}

function refusal(status: number, code: number, message: string): FabricResponse {
  return { status, body: JSON.stringify({ error: message, code, message }) };
}

function asJson({ id, name, address, voting }: Member): Record<string, unknown> {
  const started = name !== "";
  // protobuf's JSON leaves out what is false or empty: a member that was only announced has no name and no client address.
  return {
    ID: id,
    ...(started && { name, clientURLs: [`https://${address}:2379`] }),
    peerURLs: [`https://${address}:2380`],
    ...(!voting && { isLearner: true }),
  };
}
