import type { Parsed } from "../../guests/programs/flags";
import { NetworkError } from "../../network/network-error";
import type { Service } from "../../network/service";
import { clusterBehind } from "../api/served-cluster";
import type { SimulatedCluster } from "../cluster";
import type { KubectlCaller } from "./caller";
import { kubectlAccessOf } from "./kubeconfig";
import { KubectlError } from "./kubectl-error";

/** Server-side time-out of a request that names none. */
const DEFAULT_SECONDS = 60;

/** Connects as the kubeconfig and the flags say; throws what kubectl prints when that fails. */
export async function connectKubectl(caller: KubectlCaller, parsed: Parsed): Promise<SimulatedCluster> {
  const access = await kubectlAccessOf(caller, parsed);
  const url = new URL(access.server);
  const service = find(caller, url);
  const cluster = clusterBehind(service);
  if (!cluster || access.caPem.trim() !== cluster.authorities.ca.pem.trim())
    throw new KubectlError(
      `Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority (possibly because of "crypto/rsa: verification error" while trying to verify candidate authority certificate "${cluster?.authorities.ca.name ?? "unknown"}")`,
    );
  checkName(service, url.hostname);
  const identity = cluster.identify(access.certificatePem);
  if (!identity) throw new KubectlError("error: You must be logged in to the server (Unauthorized)");
  if (!cluster.distribution.admits(identity))
    throw new KubectlError(
      `Error from server (Forbidden): nodes is forbidden: User "${identity.user}" cannot list resource "nodes" in API group "" at the cluster scope`,
    );
  return cluster;
}

/** Without quorum a request is never answered: the client gives up after its time-out. */
export async function needAnswers(caller: KubectlCaller, cluster: SimulatedCluster, { values }: Parsed): Promise<void> {
  if (cluster.answers()) return;
  const wanted = secondsOf(values.get("request-timeout")?.at(-1) ?? "0");
  await caller.sleep(wanted > 0 ? wanted : DEFAULT_SECONDS);
  if (cluster.answers()) return;
  if (wanted > 0) throw new KubectlError("Unable to connect to the server: context deadline exceeded");
  throw new KubectlError(
    "Error from server (Timeout): the server was unable to return a response in the time allotted, but may still be processing the request",
  );
}

/** Go durations such as `300s`, `5m`, `1m30s`; a bare number is seconds. */
export function secondsOf(text: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? "s"] ?? 1),
    0,
  );
}

function find(caller: KubectlCaller, { hostname, port, protocol }: URL): Service {
  const number = Number(port || (protocol === "https:" ? 443 : 80));
  try {
    return caller.find(hostname, number);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    if (error.code === "ECONNREFUSED")
      throw new KubectlError(
        `The connection to the server ${hostname}:${number} was refused - did you specify the right host or port?`,
      );
    throw new KubectlError(
      `Unable to connect to the server: dial tcp ${hostname}:${number}: connect: ${error.reason.toLowerCase()}`,
    );
  }
}

function checkName({ certificate }: Service, hostname: string): void {
  const names = certificate?.names ?? [];
  if (names.includes(hostname)) return;
  throw new KubectlError(
    `Unable to connect to the server: tls: failed to verify certificate: x509: certificate is valid for ${names.join(", ")}, not ${hostname}`,
  );
}
