import type { CatalogueEntry } from "./catalogue-entry";
import { argoCd } from "./catalogue/argo-cd";
import { certManager } from "./catalogue/cert-manager";
import { csiDriverNfs } from "./catalogue/csi-driver-nfs";
import { goldilocks } from "./catalogue/goldilocks";
import { gpuOperator } from "./catalogue/gpu-operator";
import { intelDevicePluginsOperator } from "./catalogue/intel-device-plugins-operator";
import { intelGpu } from "./catalogue/intel-gpu";
import { kubePrometheusStack } from "./catalogue/kube-prometheus-stack";
import { kyverno } from "./catalogue/kyverno";
import { loki } from "./catalogue/loki";
import { metallb } from "./catalogue/metallb";
import { metricsServer } from "./catalogue/metrics-server";
import { proxmoxCsi } from "./catalogue/proxmox-csi";
import { sealedSecrets } from "./catalogue/sealed-secrets";
import { snapshotController } from "./catalogue/snapshot-controller";
import { traefik } from "./catalogue/traefik";
import { vault } from "./catalogue/vault";
import { vpa } from "./catalogue/vpa";

/** Every add-on that a stack file can have by its name alone. */
export const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  "argo-cd": argoCd,
  "cert-manager": certManager,
  "csi-driver-nfs": csiDriverNfs,
  goldilocks,
  "gpu-operator": gpuOperator,
  "intel-device-plugins-operator": intelDevicePluginsOperator,
  "intel-gpu": intelGpu,
  "kube-prometheus-stack": kubePrometheusStack,
  kyverno,
  loki,
  metallb,
  "metrics-server": metricsServer,
  "proxmox-csi": proxmoxCsi,
  "sealed-secrets": sealedSecrets,
  "snapshot-controller": snapshotController,
  traefik,
  vault,
  vpa,
};

/** The entry of this name, if there is one. */
export const entryNamed = (name: string): CatalogueEntry | undefined =>
  Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
