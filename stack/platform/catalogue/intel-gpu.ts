import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry, Surroundings } from "../catalogue-entry";
import facts from "../charts/intel-gpu.json";
import { everyTaint } from "./resources";

/** Makes Intel GPUs a resource that pods can ask for: gpu.intel.com/i915 or gpu.intel.com/xe. */
export const intelGpu: CatalogueEntry = {
  title: "Intel GPU plugin",
  namespace: "intel-device-plugins",
  tier: "2-gpu",
  podSecurity: "privileged",
  needs: ["intel-device-plugins-operator"],
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: (of: Surroundings) => ({
    name: "intel-gpu",
    // On every node, where it finds no GPU it offers none; its own rule needs Node Feature Discovery.
    nodeFeatureRule: false,
    nodeSelector: { "intel.feature.node.kubernetes.io/gpu": null, "kubernetes.io/arch": "amd64" },
    tolerations: everyTaint(of),
  }),
};
