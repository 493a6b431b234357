import { apiServiceAddress, type ClusterConfiguration } from "../documents/cluster-configuration";
import { adminsOf } from "./kubeconfigs";
import type { ControlPlaneNames } from "./pki";

/** What the certificates of one control plane name: itself, the Service of the API, and what the cluster's document adds. */
export function controlPlaneNames(
  release: string,
  configuration: ClusterConfiguration,
  node: string,
  address: string,
): ControlPlaneNames {
  const { dnsDomain, controlPlaneEndpoint, certSans } = configuration;
  const service = apiServiceAddress(configuration);
  return {
    node,
    address,
    service,
    dnsDomain,
    endpoint: controlPlaneEndpoint,
    sans: certSans,
    admins: adminsOf(release),
  };
}
