import { KubeadmError } from "../kubeadm-error";
import { kubeadmMinor } from "../release";
import { argsOf, listUnder, sectionUnder, textOf, type Values } from "./values";

/** ClusterConfiguration with kubeadm's defaults, as far as it has consequences here. */
export interface ClusterConfiguration {
  /** Version of the API it was written in; a kubeadm that does not know it cannot read it. */
  readonly apiVersion: string;
  readonly kubernetesVersion: string;
  readonly controlPlaneEndpoint: string | undefined;
  readonly podSubnet: string | undefined;
  readonly serviceSubnet: string;
  readonly dnsDomain: string;
  readonly certSans: readonly string[];
  /** What the document adds to the arguments of the API server, or has another way. */
  readonly apiServerArgs: ReadonlyMap<string, string>;
  readonly clusterName: string;
  readonly proxyDisabled: boolean;
  readonly dnsDisabled: boolean;
}

export function clusterConfiguration(
  content: Values | undefined,
  apiVersion: string,
  kubeadm: string,
): ClusterConfiguration {
  const networking = sectionUnder(content, "networking");
  const kubernetesVersion = textOf(content ?? {}, "kubernetesVersion") ?? kubeadm;
  refuseSkew(kubernetesVersion, kubeadm);
  return {
    apiVersion,
    kubernetesVersion,
    controlPlaneEndpoint: textOf(content ?? {}, "controlPlaneEndpoint"),
    podSubnet: textOf(networking, "podSubnet"),
    serviceSubnet: textOf(networking, "serviceSubnet") ?? "10.96.0.0/12",
    dnsDomain: textOf(networking, "dnsDomain") ?? "cluster.local",
    certSans: listUnder(sectionUnder(content, "apiServer"), "certSANs"),
    apiServerArgs: argsOf(sectionUnder(content, "apiServer"), "extraArgs"),
    clusterName: textOf(content ?? {}, "clusterName") ?? "kubernetes",
    proxyDisabled: sectionUnder(content, "proxy").disabled === true,
    dnsDisabled: sectionUnder(content, "dns").disabled === true,
  };
}

/** kubeadm deploys its own minor and the one before (MinimumControlPlaneVersion). */
function refuseSkew(kubernetesVersion: string, kubeadm: string): void {
  if (!/^v\d+\.\d+\.\d+/.test(kubernetesVersion))
    throw new KubeadmError(`could not parse "${kubernetesVersion}" as version`);
  const oldest = kubeadmMinor(kubeadm) - 1;
  if (kubeadmMinor(kubernetesVersion) < oldest)
    throw new KubeadmError(
      `this version of kubeadm only supports deploying clusters with the control plane version >= 1.${oldest}.0. Current version: ${kubernetesVersion}`,
    );
}

/** The first address of the Services: the API's own. */
export function apiServiceAddress({ serviceSubnet }: ClusterConfiguration): string {
  const [network = ""] = serviceSubnet.split("/");
  return network.replace(/\d+$/, (last) => String(Number(last) + 1));
}

/** URL through which every client reaches the control plane, if the document names one. */
export function endpointUrl({ controlPlaneEndpoint: host }: ClusterConfiguration): string | undefined {
  return host === undefined ? undefined : `https://${/:\d+$/.test(host) ? host : `${host}:6443`}`;
}
