import { ciliumValues } from "../../model/render/cilium";
import { toYaml } from "../../model/render/serialise";
import type { K3sCluster, K3sPlan } from "./plan";

/** There the API answers on every node: on servers itself, on agents the balancer that k3s has for it. */
const API = { host: "127.0.0.1", port: 6444 };

/** The pool, where Cilium is what announces it. */
export const ciliumPool = ({ loadBalancerPool: pool }: K3sCluster) =>
  pool?.announcedBy === "cilium" ? pool : undefined;

/**
 * Cilium's chart, installed by k3s' own controller. `bootstrap` has the job run before there is a network: on a server's own
 * network, whatever taints it has (docs.k3s.io/helm).
 */
export function renderCiliumChart(plan: K3sPlan): string {
  const cluster = { ...plan.cluster, loadBalancerPool: ciliumPool(plan.cluster) };
  return toYaml({
    apiVersion: "helm.cattle.io/v1",
    kind: "HelmChart",
    metadata: { name: "cilium", namespace: "kube-system" },
    spec: {
      repo: "https://helm.cilium.io",
      chart: "cilium",
      version: plan.cluster.ciliumVersion.slice(1),
      targetNamespace: "kube-system",
      bootstrap: true,
      valuesContent: toYaml(ciliumValues({ ...plan, cluster }, API)),
    },
  });
}
