import { distributionOf } from "../../../distributions/registry";
import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry, Surroundings } from "../catalogue-entry";
import facts from "../charts/gpu-operator.json";
import { everyTaint, guaranteed } from "./resources";

/** The taint that this program gives to nodes with an NVIDIA GPU, soft or hard. */
const GPU = { key: "nvidia.com/gpu", operator: "Exists" };

/** Makes NVIDIA GPUs a resource that pods can ask for: driver, container toolkit, device plugin, labels. */
export const gpuOperator: CatalogueEntry = {
  title: "NVIDIA GPU Operator",
  namespace: "gpu-operator",
  tier: "2-gpu",
  podSecurity: "privileged",
  timeoutSeconds: 900,
  facts: facts as ChartFacts,
  values,
};

function values({ cluster, nodes }: Surroundings) {
  const tolerations = [...everyTaint({ nodes }), { ...GPU, effect: "NoSchedule" }];
  const { nvidia } = distributionOf(cluster);
  const inImage = nvidia === "in the image";
  return {
    cdi: { enabled: true, ...(nvidia === "by NRI" && { nriPluginEnabled: true }) },
    ...(inImage && { toolkit: { enabled: false }, hostPaths: { driverInstallDir: "/usr/local" } }),
    driver: { enabled: !inImage },
    operator: { cleanupCRD: false, upgradeCRD: true, resources: guaranteed("200m", "350Mi") },
    daemonsets: { tolerations },
    "node-feature-discovery": {
      master: { resources: guaranteed("100m", "512Mi") },
      gc: { resources: guaranteed("10m", "128Mi") },
      worker: { resources: guaranteed("5m", "128Mi"), tolerations },
    },
  };
}
