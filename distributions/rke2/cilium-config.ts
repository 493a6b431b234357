import { ciliumValues } from "../../model/render/cilium";
import { toYaml } from "../../model/render/serialise";
import type { Rke2Plan } from "./plan";

/** RKE2 answers there on agents too. */
const API = { host: "127.0.0.1", port: 6443 };

/** The values RKE2 hands to its bundled Cilium chart, in the form it watches for. */
export function renderCiliumConfig(plan: Rke2Plan): string {
  return toYaml({
    apiVersion: "helm.cattle.io/v1",
    kind: "HelmChartConfig",
    metadata: { name: "rke2-cilium", namespace: "kube-system" },
    spec: { valuesContent: toYaml(ciliumValues(plan, API)) },
  });
}
