import type { FabricRequest, FabricResponse, Service } from "../../network/service";
import type { SimulatedCluster } from "../cluster";
import type { Member } from "../etcd";
import { identityOf } from "../identity";
import { dropMember } from "../membership";
import { servedBy } from "./served-cluster";

/** How long a linearizable read waits for a leader (ReqTimeout with default settings; measured with etcd 3.6.4). */
const REQUEST_TIMEOUT_SECONDS = 7;

/**
 * etcd for its clients. Without addresses of its own for HTTP (kubeadm, Talos), gRPC and the JSON gateway share this one
 * (etcd server/embed/serve.go, v3.6.4). RKE2 and k3s have this on another port, see `etcdGrpcService`.
 */
export function etcdService(cluster: SimulatedCluster, own: Member): Service {
  return withClientCertificate(cluster, own, "etcd", (request) => gateway(cluster, own, request));
}

/**
 * The clients' port where HTTP has an address of its own (`listen-client-http-urls`): gRPC's server takes no other content
 * (etcd 3.6.4 asked with curl over HTTP/2; rke2#7170).
 */
export function etcdGrpcService(cluster: SimulatedCluster, own: Member): Service {
  return withClientCertificate(cluster, own, "etcd", () => Promise.resolve({ status: 415, body: "" }));
}

/** The port of the other members: curl, which wants HTTP/2, gets no answer there. */
export function etcdPeerService(cluster: SimulatedCluster): Service {
  return servedBy(cluster, { name: "etcd-peer" });
}

/** `listen-metrics-urls`: plain HTTP, for everybody on the machine. */
export function etcdMetricsService(cluster: SimulatedCluster): Service {
  const notFound = { status: 404, body: "404 page not found\n" };
  return servedBy(cluster, {
    name: "etcd-metrics",
    respond: ({ path }) => Promise.resolve(path === "/health" ? health(cluster) : notFound),
  });
}

/** `client-cert-auth`: clients need a certificate from etcd's CA. */
function withClientCertificate(
  cluster: SimulatedCluster,
  own: Member,
  name: string,
  respond: NonNullable<Service["respond"]>,
): Service {
  const caPem = cluster.authorities.etcdCa.pem;
  const admits = (pem: string): boolean => identityOf(pem, caPem) !== undefined;
  const names = ["127.0.0.1", "localhost", own.address];
  return servedBy(cluster, { name, certificate: { caPem, names, admits }, respond });
}

/** etcd's gRPC gateway, as far as it tells and changes who is a member. */
async function gateway(
  cluster: SimulatedCluster,
  own: Member,
  { path, method, body }: FabricRequest,
): Promise<FabricResponse> {
  if (path === "/health") return health(cluster);
  const [, action] = /^\/v3\/cluster\/member\/(list|remove)$/.exec(path) ?? [];
  if (action === undefined) return refusal(404, 5, "Not Found");
  if (method !== "POST") return refusal(501, 12, "Method Not Allowed");
  const asked = parsed(body);
  if (asked === undefined) return refusal(400, 3, "unexpected EOF");
  return action === "list" ? listMembers(cluster, own, asked) : removeMember(cluster, own, asked);
}

interface Asked {
  readonly ID?: string | number;
  readonly linearizable?: boolean;
}

function parsed(body: string): Asked | undefined {
  try {
    return JSON.parse(body) as Asked;
  } catch {
    return undefined;
  }
}

/** Unless it is asked to be linearizable, a member tells what it knows itself, with or without a leader. */
async function listMembers(cluster: SimulatedCluster, own: Member, { linearizable }: Asked): Promise<FabricResponse> {
  if (linearizable === true && !cluster.etcd.hasQuorum()) {
    const { clock, latencies } = cluster.context;
    await clock.sleep(REQUEST_TIMEOUT_SECONDS * latencies.guestSecond);
    return refusal(503, 14, "etcdserver: request timed out");
  }
  return memberList(cluster, own);
}

function memberList(cluster: SimulatedCluster, own: Member): FabricResponse {
  const header = { cluster_id: cluster.id, member_id: own.id, raft_term: "2" };
  return { status: 200, body: JSON.stringify({ header, members: cluster.etcd.members.map(asJson) }) };
}

/** Without a leader a change of the members is never answered (measured with etcd 3.6.4: nothing within 20 s). */
async function removeMember(cluster: SimulatedCluster, own: Member, { ID: id }: Asked): Promise<FabricResponse> {
  if (!cluster.etcd.hasQuorum()) await new Promise(() => undefined);
  const member = cluster.etcd.members.find((candidate) => candidate.id === String(id));
  if (!member) return refusal(404, 5, "etcdserver: member not found");
  const refused = cluster.etcd.refusesRemoval(member);
  if (refused) return refusal(503, 14, refused.message);
  dropMember(cluster, member);
  return memberList(cluster, own);
}

function health({ etcd }: SimulatedCluster): FabricResponse {
  if (etcd.hasQuorum()) return { status: 200, body: '{"health":"true","reason":""}' };
  return { status: 503, body: '{"health":"false","reason":"RAFT NO LEADER"}\n' };
}

function refusal(status: number, code: number, message: string): FabricResponse {
  return { status, body: JSON.stringify({ code, message }) };
}

function asJson({ id, name, address, voting }: Member): Record<string, unknown> {
  const started = name !== "";
  // protobuf's JSON leaves out what is false or empty: a member that was only announced has no name and no client address.
  return {
    ID: id,
    ...(started && { name }),
    peerURLs: [`https://${address}:2380`],
    ...(started && { clientURLs: [`https://${address}:2379`] }),
    ...(!voting && { isLearner: true }),
  };
}
