import { cidr, listOf, oneOf, release, section, sha256, yesOrNo } from "../../model/schema/scalars";
import {
  auditLog,
  ciliumLoadBalancerPool,
  clusterKeys,
  DISTRIBUTION_KEY,
  kubeVipVersion,
  moreNames,
} from "../../model/schema/cluster-keys";
import { versions } from "./read-versions";

const rke2Version = () => release("RKE2", "v1.34.1+rke2r1", "v1\\.\\d{1,2}\\.\\d{1,2}\\+rke2r[1-9]\\d?");

/**
 * Charts packaged with RKE2 besides the CNI (rancher/rke2 pkg/cli/types.go at v1.34.1+rke2r1, and its ingress controllers).
 */
const COMPONENTS = [
  "rke2-coredns",
  "rke2-ingress-nginx",
  "rke2-traefik",
  "rke2-traefik-crd",
  "rke2-metrics-server",
  "rke2-snapshot-controller",
  "rke2-snapshot-controller-crd",
  "rke2-snapshot-validation-webhook",
  "rke2-canal",
] as const;

/** RKE2. CIDR defaults are its own (docs.rke2.io/reference/server_config). */
export const rke2Schema = section({
  ...clusterKeys,
  loadBalancerPool: ciliumLoadBalancerPool(),
  distribution: oneOf(["rke2"]).describe(DISTRIBUTION_KEY),
  version: rke2Version().describe("REQUIRED: release of the servers."),
  agentVersion: rke2Version()
    .optional()
    .describe("OPTIONAL, default version: release of the agents; may lag behind, never lead."),
  podCidr: cidr().default("10.42.0.0/16").describe("OPTIONAL, default 10.42.0.0/16: addresses of pods."),
  serviceCidr: cidr().default("10.43.0.0/16").describe("OPTIONAL, default 10.43.0.0/16: addresses of Services."),
  cni: oneOf(["cilium"]).default("cilium").describe("OPTIONAL, default cilium: network plugin; replaces kube-proxy."),
  hubble: yesOrNo().default(false).describe("OPTIONAL, default false: Hubble relay and UI."),
  kubeVipVersion: kubeVipVersion(versions.kubeVip.version),
  disable: listOf(oneOf(COMPONENTS), "packaged components")
    .default([])
    .describe("OPTIONAL, default none: packaged components left out."),
  audit: auditLog().prefault({}).describe("OPTIONAL, default as below: the API server's audit log."),
  sans: moreNames(),
  artifactSha256: sha256()
    .optional()
    .describe("OPTIONAL, default the release's own checksum file: sha256 of rke2.linux-amd64.tar.gz."),
});
