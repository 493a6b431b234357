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

/** Talos has driver and toolkit in its own image; RKE2 and k3s rewrite containerd's configuration, so that NRI is used. */
function values({ cluster: { distribution }, nodes }: Surroundings) {
  const tolerations = [...everyTaint({ nodes }), { ...GPU, effect: "NoSchedule" }];
  const onTalos = distribution === "talos";
  return {
    cdi: { enabled: true, ...(distribution !== "kubeadm" && !onTalos && { nriPluginEnabled: true }) },
    ...(onTalos && { toolkit: { enabled: false }, hostPaths: { driverInstallDir: "/usr/local" } }),
    driver: { enabled: !onTalos },
    operator: { cleanupCRD: false, upgradeCRD: true, resources: guaranteed("200m", "350Mi") },
    daemonsets: { tolerations },
    "node-feature-discovery": {
      master: { resources: guaranteed("100m", "512Mi") },
      gc: { resources: guaranteed("10m", "128Mi") },
      worker: { resources: guaranteed("5m", "128Mi"), tolerations },
    },
  };
}
