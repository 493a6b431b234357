import { ciliumValues } from "../../model/render/cilium";
import { toYaml } from "../../model/render/serialise";
import type { Rke2Plan } from "./plan";

/** RKE2 answers there on agents, too. */
const API = { host: "127.0.0.1", port: 6443 };

/** Values for RKE2's bundled Cilium chart, as a HelmChartConfig. */
export function renderCiliumConfig(plan: Rke2Plan): string {
  return toYaml({
    apiVersion: "helm.cattle.io/v1",
    kind: "HelmChartConfig",
    metadata: { name: "rke2-cilium", namespace: "kube-system" },
    spec: { valuesContent: toYaml(ciliumValues(plan, API)) },
  });
}
