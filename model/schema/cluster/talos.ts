import { cidr, matching, oneOf, section, yesOrNo } from "../scalars";
import { clusterKeys } from "./common";

/** Talos Linux. CIDRs are its own defaults (docs: v1alpha1 ClusterNetworkConfig). */
export const talosSchema = section({
  ...clusterKeys,
  distribution: oneOf(["talos"]).describe("REQUIRED: rke2, kubeadm or talos."),
  version: matching(/^v1\.\d{1,2}\.\d{1,2}$/, "allowed is an exact Talos release", "write it as v1.13.9").describe(
    "REQUIRED: release of Talos Linux.",
  ),
  kubernetesVersion: matching(
    /^v1\.\d{1,2}\.\d{1,2}$/,
    "allowed is an exact Kubernetes release",
    "write it as v1.35.7",
  ).describe("REQUIRED: release of Kubernetes on every node."),
  podCidr: cidr().default("10.244.0.0/16").describe("OPTIONAL, default 10.244.0.0/16."),
  serviceCidr: cidr().default("10.96.0.0/12").describe("OPTIONAL, default 10.96.0.0/12."),
  cni: oneOf(["cilium"]).default("cilium").describe("OPTIONAL, default cilium: it replaces kube-proxy end to end."),
  hubble: yesOrNo().default(false).describe("OPTIONAL, default false: Hubble relay and UI."),
});
