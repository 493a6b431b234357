import type { FabricRequest, FabricResponse, Service } from "../../network/service";
import { servedBy } from "../../cluster/api/served-cluster";
import type { SimulatedCluster } from "../../cluster/cluster";

/** The supervisor: `/ping` and `/cacerts` for everybody, the rest for those who show a token or certificate (facts/kubernetes.md §1). */
export function supervisorService(cluster: SimulatedCluster, names: readonly string[]): Service {
  return servedBy(cluster, {
    name: `${cluster.distribution.name}-supervisor`,
    certificate: { caPem: cluster.authorities.ca.pem, names },
    respond: (request) => Promise.resolve(answer(cluster, request)),
  });
}

/** The supervisor where it stands before the API: what is not for it goes there (k3s pkg/server, router). */
export function supervisorOf(cluster: SimulatedCluster, api: Service): Service {
  const own = new RegExp(`^/(ping|cacerts|v1-${cluster.distribution.name}/.*)$`);
  const respond = (request: FabricRequest): Promise<FabricResponse> =>
    own.test(request.path) || api.respond === undefined
      ? Promise.resolve(answer(cluster, request))
      : api.respond(request);
  return servedBy(cluster, { ...api, respond });
}

function answer(cluster: SimulatedCluster, request: FabricRequest): FabricResponse {
  if (request.path === "/ping") return { status: 200, body: "pong" };
  if (request.path === "/cacerts") return { status: 200, body: cluster.authorities.ca.pem };
  if (request.clientCertificate === undefined && request.headers.authorization === undefined)
    return { status: 401, body: "Unauthorized\n" };
  if (request.path !== `/v1-${cluster.distribution.name}/readyz`) return { status: 404, body: "404 page not found\n" };
  return cluster.answers() ? { status: 200, body: "ok" } : { status: 500, body: "etcd is not ready\n" };
}
