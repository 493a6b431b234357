import type { LinuxGuest } from "../../guests/guest";
import { NetworkError } from "../../network/network-error";
import type { SimulatedCluster } from "../../cluster/cluster";
import type { Clusters } from "../../cluster/clusters";
import { Fatal } from "../../cluster/service-process";
import { rancherOf, type Rancher } from "./rancher";
import type { RancherProcess } from "./process";
import { parseToken } from "./token";

/** A cluster that took the token, with its side of it. */
export interface Joinable {
  readonly cluster: SimulatedCluster;
  readonly rancher: Rancher;
}

/** Reaches the supervisor that `server:` names and checks the token there; the errors are k3s' own. */
export function contact(
  { guest, kind: ours }: RancherProcess,
  clusters: Clusters,
  url: string,
  token: string,
  kind: "server" | "agent",
): Joinable {
  const { hostname, port } = parseUrl(url);
  const cluster = clusters.at(findService(guest, hostname, port, url));
  const rancher = cluster && rancherOf(cluster);
  if (!rancher) throw new Fatal(`failed to get CA certs: Get "${url}/cacerts": net/http: TLS handshake timeout`);
  const { caHash, password } = parseToken(token);
  if (caHash !== undefined && caHash !== cluster.caHash)
    throw new Fatal(`token CA hash does not match the Cluster CA certificate hash: ${caHash} != ${cluster.caHash}`);
  const { token: serverToken, agentToken } = rancher.clusterInit;
  const accepted = kind === "server" ? [serverToken] : [serverToken, agentToken ?? serverToken];
  const path = kind === "server" ? "server-bootstrap" : "config";
  if (!accepted.includes(password))
    throw new Fatal(`failed to validate token: ${url}/v1-${ours.name}/${path}: 401 Unauthorized`);
  return { cluster, rancher };
}

function parseUrl(url: string): { readonly hostname: string; readonly port: number } {
  try {
    const { hostname, port, protocol } = new URL(url);
    if (protocol !== "https:") throw new Error(protocol);
    return { hostname, port: Number(port || 443) };
  } catch {
    throw new Fatal(`Invalid server url, failed to parse: ${url}`);
  }
}

function findService(guest: LinuxGuest, hostname: string, port: number, url: string) {
  try {
    return guest.fabric.find(guest.network, hostname, port);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw new Fatal(
      `failed to get CA certs: Get "${url}/cacerts": dial tcp ${hostname}:${port}: connect: ${error.reason.toLowerCase()}`,
    );
  }
}
