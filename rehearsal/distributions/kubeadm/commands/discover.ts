import type { JoinConfiguration } from "../documents/join-configuration";
import { publicKeyPin } from "../files/pki";
import { KubeadmError } from "../kubeadm-error";
import { kubeadmMinor, since } from "../release";
import { readKubeconfig } from "../../../cluster/kubeconfig";
import type { ClusterConfiguration } from "../documents/cluster-configuration";
import { reach, RequestError, retrying, type Reached } from "./api-client";
import type { KubeadmRun } from "./run";

const CLUSTER_INFO = "/api/v1/namespaces/kube-public/configmaps/cluster-info?timeout=10s";
const KUBEADM_CONFIG = "/api/v1/namespaces/kube-system/configmaps/kubeadm-config?timeout=10s";

/** A cluster that was found and trusted. */
export interface Discovered extends Reached {
  /** URL of the API as cluster-info names it: whatever the machine asked first, it goes on there. */
  readonly server: string;
  readonly configuration: ClusterConfiguration;
}

/**
 * Finds the cluster by token: cluster-info is readable by anybody and signed with every valid token; the CA in it has to be
 * one that was pinned (cmd/kubeadm/app/discovery/token).
 */
export async function discover(run: KubeadmRun, join: JoinConfiguration): Promise<Discovered> {
  const found = await clusterInfo(run, join).catch((error: unknown) => {
    if (!(error instanceof KubeadmError)) throw error;
    throw new KubeadmError(`couldn't validate the identity of the API Server: ${error.message}`);
  });
  const server = serverOfClusterInfo(found);
  return { ...found, server, configuration: kubeadmConfig(run, found, server, join) };
}

async function clusterInfo(run: KubeadmRun, join: JoinConfiguration): Promise<Reached> {
  const [id = "", secret = ""] = join.token.split(".");
  const found = await retrying(run, join.discoverySeconds, () => {
    const reached = ask(run, join);
    if (!reached.kubeadm.tokens.get(id)?.usages.includes("signing"))
      throw new RequestError(`could not find a JWS signature in the cluster-info ConfigMap for token ID "${id}"`);
    return reached;
  });
  if (found.kubeadm.tokens.get(id)?.secret !== secret)
    throw new KubeadmError(
      "failed to verify JWS signature of received cluster info object, can't trust this API Server",
    );
  const pin = publicKeyPin(found.cluster.authorities.ca.pem);
  if (join.caCertHashes.length > 0 && !join.caCertHashes.includes(pin))
    throw new KubeadmError(
      `cluster CA found in cluster-info ConfigMap is invalid: none of the public keys "${pin}" are pinned`,
    );
  return found;
}

function ask(run: KubeadmRun, { endpoint }: JoinConfiguration): Reached {
  try {
    return reach(run, `https://${endpoint}`, CLUSTER_INFO);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new RequestError(`failed to request the cluster-info ConfigMap: ${error.message}`);
  }
}

function serverOfClusterInfo({ cluster }: Reached): string {
  const info = cluster.manifests.find("ConfigMap", ({ metadata }) => metadata?.name === "cluster-info");
  const server = readKubeconfig(info?.data?.kubeconfig ?? "")?.server;
  if (server === undefined)
    throw new KubeadmError(
      "there is no kubeconfig key in the cluster-info ConfigMap. This API Server isn't set up for token bootstrapping, can't connect",
    );
  return server;
}

/** ConfigMap kubeadm-config, read with the token. */
function kubeadmConfig(
  run: KubeadmRun,
  { cluster, kubeadm }: Reached,
  server: string,
  { tlsToken }: JoinConfiguration,
): ClusterConfiguration {
  run.say('[preflight] Reading configuration from the "kubeadm-config" ConfigMap in namespace "kube-system"...');
  const fail = (why: string): KubeadmError => new KubeadmError(`unable to fetch the kubeadm-config ConfigMap: ${why}`);
  try {
    reach(run, server, KUBEADM_CONFIG, cluster.authorities.ca.pem);
  } catch (error) {
    if (error instanceof RequestError) throw fail(`failed to get config map: ${error.message}`);
    throw error;
  }
  if (!kubeadm.tokens.authenticates(tlsToken)) throw fail("failed to get config map: Unauthorized");
  const { configuration } = kubeadm;
  if (!configuration) throw fail('failed to get config map: configmaps "kubeadm-config" not found');
  if (configuration.apiVersion.endsWith("v1beta4") && kubeadmMinor(run.version) < since.v1beta4)
    throw fail(
      `failed to decode cluster configuration data: no kind "ClusterConfiguration" is registered for version "kubeadm.k8s.io/v1beta4" in scheme "k8s.io/kubernetes/cmd/kubeadm/app/apis/kubeadm/scheme/scheme.go:31"`,
    );
  return configuration;
}
