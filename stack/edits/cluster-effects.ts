import { DISTRIBUTIONS } from "../../distributions/cluster-schema";
import { distributions } from "../../distributions/registry";
import { inPlace, refused } from "../../model/key-effect";
import type { KeyEffects } from "./effects-of-key";

/** `cluster.*`: settings of Kubernetes itself. */
export const CLUSTER_EFFECTS: Readonly<Record<string, KeyEffects>> = {
  "cluster.name": refused("certificates, tokens and every resource of the stack are named after it"),
  "cluster.distribution": refused("a cluster cannot change its distribution"),
  "cluster.podCidr": refused(
    "nodes keep the ranges they were given, and the controller manager does not start with a different one",
  ),
  "cluster.serviceCidr": refused("Services keep their addresses, and the API's certificate names the first one"),
  "cluster.dnsServiceIp": refused("every kubelet and every running pod uses the address it was started with"),
  "cluster.clusterDomain": refused(
    "it is in the API's certificate, the issuer of tokens, every kubelet and every running pod",
  ),
  "cluster.vip": refused(
    "certificates, kubeconfigs and every node contain the API address; see docs/tasks/move-the-api.md",
  ),
  "cluster.subnet": refused("nodes keep their addresses"),
  "cluster.cni": refused("running pods keep the interfaces of the old one"),
  "cluster.kubeVipVersion": inPlace("kube-vip's pod is updated on each control plane, one at a time"),
  ...ofDistributions(),
};

/** The rows of keys whose effect each distribution says itself. */
function ofDistributions(): Record<string, KeyEffects> {
  const keys = new Set(Object.values(distributions).flatMap(({ effects }) => Object.keys(effects)));
  const row = (key: string) =>
    DISTRIBUTIONS.flatMap((name) => {
      const effect = distributions[name].effects[key];
      return effect === undefined ? [] : [[name, effect] as const];
    });
  return Object.fromEntries([...keys].map((key) => [key, Object.fromEntries(row(key))]));
}
