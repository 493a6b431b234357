import { distributionOf } from "../../../distributions/registry";
import type { ChartFacts } from "../../../model/platform/chart-facts";
import { vendorOf } from "../../../model/gpu-vendor";
import type { Manifest } from "../../../model/platform/manifest";
import type { CatalogueEntry, Surroundings } from "../catalogue-entry";
import facts from "../charts/gpu-operator.json";
import { everyTaint, guaranteed, guaranteedWithoutCpuLimit } from "./resources";

/** The taint that this program gives to nodes with an NVIDIA GPU, soft or hard. */
const GPU = { key: "nvidia.com/gpu", operator: "Exists" };

/** Building the driver takes 1.4 GiB at its peak; the operands would get their tier's default, which is less. */
const DRIVER = guaranteed("50m", "2Gi");
const OPERAND = guaranteed("10m", "256Mi");
const OPERANDS = ["validator", "devicePlugin", "gfd"];

/** Makes NVIDIA GPUs a resource that pods can ask for: driver, container toolkit, device plugin, labels. */
export const gpuOperator: CatalogueEntry = {
  title: "NVIDIA GPU Operator",
  namespace: "gpu-operator",
  tier: "2-gpu",
  podSecurity: "privileged",
  timeoutSeconds: 900,
  facts: facts as ChartFacts,
  values,
  objects,
};

/** Display controllers and 3D controllers, as PCI classes them. */
const CLASSES = ["0300", "0302"];
const NVIDIA = "10de";

/**
 * Keeps the labels and taints of GPU nodes true wherever the GPU is plugged in: with the same keys, values and effects as the
 * nodes were registered with, so that both say the same.
 */
function objects({ nodes }: Surroundings): Manifest[] {
  const holder = nodes.find(({ gpu }) => gpu !== undefined && vendorOf(gpu) === "nvidia");
  if (holder === undefined) return [];
  const matchExpressions = { vendor: { op: "In", value: [NVIDIA] }, class: { op: "In", value: CLASSES } };
  const rule = {
    name: "nvidia-gpu",
    labels: { "nvidia.com/gpu.present": "true" },
    taints: holder.taints.filter(({ key }) => key === GPU.key),
    matchFeatures: [{ feature: "pci.device", matchExpressions }],
  };
  return [
    {
      apiVersion: "nfd.k8s-sigs.io/v1alpha1",
      kind: "NodeFeatureRule",
      metadata: { name: "nvidia-gpu" },
      spec: { rules: [rule] },
    },
  ];
}

function values({ cluster, nodes }: Surroundings) {
  const tolerations = [...everyTaint({ nodes }), { ...GPU, effect: "NoSchedule" }];
  const { nvidia } = distributionOf(cluster);
  const inImage = nvidia === "in the image";
  return {
    cdi: { enabled: true, ...(nvidia === "by NRI" && { nriPluginEnabled: true }) },
    driver: { enabled: !inImage, resources: DRIVER },
    ...Object.fromEntries(OPERANDS.map((operand) => [operand, { resources: OPERAND }])),
    dcgmExporter: { resources: guaranteed("50m", "768Mi") },
    toolkit: { enabled: !inImage, resources: OPERAND },
    ...(inImage && { hostPaths: { driverInstallDir: "/usr/local" } }),
    operator: { cleanupCRD: false, upgradeCRD: true, resources: guaranteedWithoutCpuLimit("200m", "350Mi") },
    daemonsets: { tolerations },
    "node-feature-discovery": {
      // The rule below may set labels of NVIDIA's, and taints.
      master: { config: { extraLabelNs: ["nvidia.com"], enableTaints: true }, resources: guaranteed("100m", "512Mi") },
      gc: { resources: guaranteed("10m", "128Mi") },
      worker: { resources: guaranteed("5m", "128Mi"), tolerations },
    },
  };
}
