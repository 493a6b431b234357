import type { Service } from "../../network/service";
import type { ControlPlaneServer } from "../control-plane-server";

/** etcd's gRPC gateway on 127.0.0.1:2379, as far as it tells who is a member. Nobody gets in without a client certificate. */
export function etcdService(server: ControlPlaneServer): Service {
  const { cluster } = server;
  const { etcd, authorities } = cluster;
  return {
    name: "etcd",
    certificate: { caPem: authorities.etcdCa.pem, names: ["127.0.0.1", "localhost", server.member.address] },
    respond: async ({ path, method, clientCertificate }) => {
      if (clientCertificate === undefined) return { status: 400, body: "remote error: tls: certificate required\n" };
      if (path === "/health")
        return { status: etcd.hasQuorum() ? 200 : 503, body: JSON.stringify({ health: String(etcd.hasQuorum()) }) };
      if (path !== "/v3/cluster/member/list" || method !== "POST")
        return { status: 404, body: '{"error":"Not Found"}' };
      // A list that must be linearizable waits for a leader.
      if (!etcd.hasQuorum()) await new Promise(() => undefined);
      return {
        status: 200,
        body: JSON.stringify({
          header: { cluster_id: cluster.id, member_id: server.member.id },
          members: etcd.members.map(asJson),
        }),
      };
    },
  };
}

function asJson({ id, name, address, voting }: ControlPlaneServer["member"]): Record<string, unknown> {
  const peerURLs = [`https://${address}:2380`];
  // protobuf's JSON leaves out what is false, and a learner that has not started has no name.
  return { ID: id, name, peerURLs, clientURLs: [`https://${address}:2379`], ...(!voting && { isLearner: true }) };
}
