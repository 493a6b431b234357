import {
  certificateName,
  cidr,
  listOf,
  matching,
  oneOf,
  originUrl,
  release,
  section,
  yesOrNo,
} from "../../model/schema/scalars";
import { ciliumLoadBalancerPool, clusterKeys, DISTRIBUTION_KEY, testedRelease } from "../../model/schema/cluster-keys";
import { versions } from "./read-versions";

/** Talos Linux. CIDR defaults are its own (docs: v1alpha1 ClusterNetworkConfig). */
export const talosSchema = section({
  ...clusterKeys,
  loadBalancerPool: ciliumLoadBalancerPool(),
  distribution: oneOf(["talos"]).describe(DISTRIBUTION_KEY),
  version: release("Talos", "v1.13.9").describe("REQUIRED: release of Talos Linux."),
  kubernetesVersion: release("Kubernetes", "v1.35.7").describe("REQUIRED: release of Kubernetes on every node."),
  extensions: listOf(
    matching(
      /^[a-z0-9]+\/[a-z0-9-]+$/,
      "must be a system extension of the image factory",
      "write it as siderolabs/iscsi-tools",
      "siderolabs/iscsi-tools",
    ),
    "system extensions",
  )
    .default([])
    .describe("OPTIONAL, default none: system extensions of the image, in addition to the guest agent."),
  imageFactory: originUrl("https://factory.talos.dev")
    .default("https://factory.talos.dev")
    .describe(
      "OPTIONAL, default https://factory.talos.dev: builds the image; must be reachable from this computer and from the hosts.",
    ),
  podCidr: cidr().default("10.244.0.0/16").describe("OPTIONAL, default 10.244.0.0/16: addresses of pods."),
  serviceCidr: cidr().default("10.96.0.0/12").describe("OPTIONAL, default 10.96.0.0/12: addresses of Services."),
  cni: oneOf(["cilium"]).default("cilium").describe("OPTIONAL, default cilium: network plugin; replaces kube-proxy."),
  ciliumVersion: testedRelease("Cilium", release("Cilium", "v1.19.5"), versions.cilium.version),
  ciliumCliVersion: testedRelease("cilium-cli", release("cilium-cli", "v0.19.6"), versions.ciliumCli.version),
  hubble: yesOrNo().default(false).describe("OPTIONAL, default false: Hubble relay and UI."),
  gatewayApi: yesOrNo().default(false).describe("OPTIONAL, default false: Cilium serves the Gateway API."),
  gatewayApiVersion: testedRelease("Gateway API", release("Gateway API", "v1.4.1"), versions.gatewayApi.version),
  allowSchedulingOnControlPlanes: yesOrNo()
    .default(false)
    .describe("OPTIONAL, default false: workloads may run on control planes."),
  sans: listOf(certificateName(), "names and addresses")
    .default([])
    .describe(
      "OPTIONAL, default none: additional names for the API certificate, besides the API address and the node's own.",
    ),
});
