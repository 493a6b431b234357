import { cidr, hostNameOrAddress, listOf, matching, oneOf, section } from "../scalars";
import { clusterKeys, kubeVipVersion } from "./common";

const kubernetesVersion = () =>
  matching(/^v1\.\d{1,2}\.\d{1,2}$/, "allowed is an exact Kubernetes release", "write it as v1.34.2");

/** kubeadm on Ubuntu. The pod network is the customary one, the Services' is kubeadm's own default. */
export const kubeadmSchema = section({
  ...clusterKeys,
  distribution: oneOf(["kubeadm"]).describe("REQUIRED: rke2, kubeadm or talos."),
  version: kubernetesVersion().describe("REQUIRED: release of Kubernetes on every node."),
  podCidr: cidr().default("10.244.0.0/16").describe("OPTIONAL, default 10.244.0.0/16."),
  serviceCidr: cidr().default("10.96.0.0/12").describe("OPTIONAL, default 10.96.0.0/12."),
  cni: oneOf(["calico"]).default("calico").describe("OPTIONAL, default calico, through its operator."),
  kubeVipVersion: kubeVipVersion(),
  sans: listOf(hostNameOrAddress(), "names and addresses")
    .default([])
    .describe("OPTIONAL: more names for the API certificate; the VIP and a node's own address are always in its own."),
});
