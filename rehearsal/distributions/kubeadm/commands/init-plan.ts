import { clusterConfiguration, endpointUrl, type ClusterConfiguration } from "../documents/cluster-configuration";
import { advertiseAddress, nodeRegistration, type NodeRegistration } from "../documents/node-registration";
import { documentOf } from "../documents/read-documents";
import type { Values } from "../documents/values";
import { readConfigFile } from "./configuration";
import { ignoredChecks, flagValue } from "./flags";
import type { Parsed } from "../../../guests/programs/flags";
import type { KubeadmRun } from "./run";

export const initFlags = {
  values: [
    "config",
    "apiserver-advertise-address",
    "apiserver-bind-port",
    "apiserver-cert-extra-sans",
    "certificate-key",
    "control-plane-endpoint",
    "cri-socket",
    "kubernetes-version",
    "node-name",
    "pod-network-cidr",
    "service-cidr",
    "service-dns-domain",
    "skip-phases",
    "token",
    "token-ttl",
  ],
  flags: ["upload-certs", "skip-token-print", "skip-certificate-key-print"],
};

/** Everything `init` was told. */
export interface InitPlan {
  readonly configuration: ClusterConfiguration;
  readonly registration: NodeRegistration;
  readonly init: Values;
  readonly kubelet: Values | undefined;
  readonly address: string;
  /** URL through which every client reaches the control plane. */
  readonly endpoint: string;
  readonly local: string;
}

type Flags = ReadonlyMap<string, string>;

function flagValues(values: ReadonlyMap<string, readonly string[]>): Flags {
  return new Map([...values].map(([name, all]) => [name, all.at(-1) ?? ""]));
}

/** From a file, or from flags in the same places. */
export function planInit(run: KubeadmRun, parsed: Parsed): InitPlan {
  const path = flagValue(parsed, "config");
  const flags = flagValues(parsed.values);
  const documents = path === undefined ? [] : readConfigFile(run, path);
  const own = documents.find(({ kind }) => kind === "ClusterConfiguration");
  const init = documentOf(documents, "InitConfiguration") ?? initFromFlags(flags);
  const cluster = own?.content ?? clusterFromFlags(flags);
  const configuration = clusterConfiguration(cluster, own?.apiVersion ?? "kubeadm.k8s.io/v1beta3", run.version);
  const registration = nodeRegistration(init, run.guest);
  const address = advertiseAddress(init, run.guest);
  const local = `https://${address}:6443`;
  return {
    configuration,
    registration: { ...registration, ignored: ignoredChecks(parsed, registration.ignored) },
    init,
    // Defaults for every kubelet of the cluster (componentconfigs/kubelet.go, Default).
    kubelet: { clusterDomain: configuration.dnsDomain, ...documentOf(documents, "KubeletConfiguration") },
    address,
    endpoint: endpointUrl(configuration) ?? local,
    local,
  };
}

function initFromFlags(flags: Flags): Values {
  return {
    localAPIEndpoint: { advertiseAddress: flags.get("apiserver-advertise-address") },
    nodeRegistration: { name: flags.get("node-name"), criSocket: flags.get("cri-socket") },
    certificateKey: flags.get("certificate-key"),
    bootstrapTokens: [{ token: flags.get("token"), ttl: flags.get("token-ttl") }],
  };
}

function clusterFromFlags(flags: Flags): Values {
  return {
    kubernetesVersion: flags.get("kubernetes-version"),
    controlPlaneEndpoint: flags.get("control-plane-endpoint"),
    networking: { podSubnet: flags.get("pod-network-cidr"), serviceSubnet: flags.get("service-cidr") },
    apiServer: { certSANs: flags.get("apiserver-cert-extra-sans")?.split(",") },
  };
}
