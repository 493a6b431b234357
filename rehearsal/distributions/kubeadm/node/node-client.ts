import type { LinuxGuest } from "../../../guests/guest";
import { NetworkError } from "../../../network/network-error";
import type { SimulatedCluster } from "../../../cluster/cluster";
import type { Clusters } from "../../../cluster/clusters";
import { readKubeconfig, writeKubeconfig, type ClientConfig } from "../../../cluster/kubeconfig";
import { Fatal } from "../../../cluster/service-process";
import { BOOTSTRAP_CONF, KUBELET_CONF } from "../files/kubeconfigs";
import { kubeadmOf } from "../kubeadm";

/** The cluster a kubeconfig leads to, if its API server is reachable, shows a certificate that is trusted, and answers. */
export function clusterOfKubeconfig(
  guest: LinuxGuest,
  clusters: Clusters,
  { server, caPem }: ClientConfig,
): SimulatedCluster | undefined {
  try {
    const { hostname, port } = new URL(server);
    const service = guest.fabric.find(guest.network, hostname, Number(port || 443));
    const cluster = clusters.at(service);
    const trusted = service.certificate?.caPem.trim() === caPem.trim() && service.certificate.names.includes(hostname);
    return trusted && cluster?.answers() ? cluster : undefined;
  } catch (error) {
    if (error instanceof NetworkError) return undefined;
    throw error;
  }
}

/** The kubelet's own credentials, once the TLS bootstrap has given it some. */
export function nodeCredentials({ tree }: LinuxGuest): ClientConfig | undefined {
  const text = tree.read(KUBELET_CONF);
  return text === undefined ? undefined : readKubeconfig(text);
}

/** Asks the API for a certificate with a bootstrap token, and writes kubelet.conf; false while nobody answers. */
export async function bootstrapTls(guest: LinuxGuest, clusters: Clusters, node: string): Promise<boolean> {
  const text = guest.tree.read(BOOTSTRAP_CONF);
  if (text === undefined)
    throw new Fatal(
      `failed to run Kubelet: unable to load bootstrap kubeconfig: stat ${BOOTSTRAP_CONF}: no such file or directory`,
    );
  const config = readKubeconfig(text);
  const cluster = config && clusterOfKubeconfig(guest, clusters, config);
  if (!cluster) return false;
  if (!kubeadmOf(cluster)?.tokens.authenticates(config.token ?? ""))
    throw new Fatal(
      "failed to run Kubelet: unable to bootstrap kubelet: cannot create certificate signing request: Unauthorized",
    );
  const user = `system:node:${node}`;
  const pair = await cluster.authorities.ca.issue({ name: `CN=${user}, O=system:nodes` });
  const names = { server: config.server, cluster: "kubernetes", user };
  guest.tree.write("/var/lib/kubelet/pki/kubelet-client-current.pem", pair.certificate + pair.key, 0o600);
  guest.tree.write(KUBELET_CONF, writeKubeconfig(names, config.caPem, pair), 0o600);
  return true;
}
