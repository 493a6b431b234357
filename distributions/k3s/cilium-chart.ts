import { ciliumValues } from "../../model/render/cilium";
import { toYaml } from "../../model/render/serialise";
import type { K3sCluster, K3sPlan } from "./plan";

/** The API's address on every node: the API server itself on servers, k3s' load balancer on agents. */
const API = { host: "127.0.0.1", port: 6444 };

/** The pool, if Cilium announces it. */
export const ciliumPool = ({ loadBalancerPool: pool }: K3sCluster) =>
  pool?.announcedBy === "cilium" ? pool : undefined;

/**
 * Cilium's chart, installed by k3s' helm-controller. `bootstrap` runs the job before there is a pod network: on the host
 * network of a server, tolerating all taints (docs.k3s.io/helm).
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
