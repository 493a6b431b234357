import { NetworkError } from "../../../network/network-error";
import type { SimulatedCluster } from "../../../cluster/cluster";
import { readKubeconfig } from "../../../cluster/kubeconfig";
import { kubeadmOf, type Kubeadm } from "../kubeadm";
import { KubeadmError } from "../kubeadm-error";
import type { KubeadmRun } from "./run";

/** A cluster with kubeadm's side of it. */
export interface Reached {
  readonly cluster: SimulatedCluster;
  readonly kubeadm: Kubeadm;
}

/** Why a request did not get through, in the words of Go's client. */
export class RequestError extends KubeadmError {}

/** Connects with a kubeconfig as an administrator; `path` is what the words name. */
export function connectAsAdmin(run: KubeadmRun, kubeconfig: string, path: string): Reached {
  const text = run.guest.tree.read(kubeconfig);
  if (text === undefined)
    throw new KubeadmError(`failed to load admin kubeconfig: open ${kubeconfig}: no such file or directory`);
  const config = readKubeconfig(text);
  if (!config) throw new KubeadmError(`failed to load admin kubeconfig: error loading config file "${kubeconfig}"`);
  const reached = reach(run, config.server, path, config.caPem);
  const identity = reached.cluster.identify(config.certificate);
  if (!identity) throw new RequestError("Unauthorized");
  if (!reached.cluster.distribution.admits(identity))
    throw new RequestError(`User "${identity.user}" is forbidden: cannot access path "${path}"`);
  return reached;
}

/** Finds the API server behind an address; without a CA nobody's certificate is looked at. */
export function reach(run: KubeadmRun, server: string, path: string, caPem?: string): Reached {
  const { guest, clusters } = run;
  const { hostname, port } = new URL(server);
  const fail = (why: string): RequestError => new RequestError(`Get "${server}${path}": ${why}`);
  let cluster: SimulatedCluster | undefined;
  try {
    const service = guest.fabric.find(guest.network, hostname, Number(port || 443));
    cluster = clusters.at(service);
    if (cluster && caPem !== undefined && service.certificate?.caPem.trim() !== caPem.trim())
      throw fail("tls: failed to verify certificate: x509: certificate signed by unknown authority");
    if (cluster && caPem !== undefined && !service.certificate?.names.includes(hostname))
      throw fail(
        `tls: failed to verify certificate: x509: certificate is valid for ${service.certificate?.names.join(", ") ?? ""}, not ${hostname}`,
      );
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    throw fail(`dial tcp ${hostname}:${port || "443"}: connect: ${error.reason.toLowerCase()}`);
  }
  const kubeadm = cluster && kubeadmOf(cluster);
  if (!cluster || !kubeadm) throw fail("tls: first record does not look like a TLS handshake");
  if (!cluster.answers()) throw fail("net/http: request canceled (Client.Timeout exceeded while awaiting headers)");
  return { cluster, kubeadm };
}

/** Tries again for so many seconds while requests do not get through; the last failure is thrown. */
export async function retrying<T>(run: KubeadmRun, seconds: number, request: () => T): Promise<T> {
  let last: RequestError | undefined;
  let result: { readonly value: T } | undefined;
  const attempt = (): boolean => {
    try {
      result = { value: request() };
      return true;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      last = error;
      return false;
    }
  };
  await run.until(seconds, attempt);
  if (result) return result.value;
  throw last ?? new KubeadmError("timed out waiting for the condition");
}
