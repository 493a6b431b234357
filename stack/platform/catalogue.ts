import type { CatalogueEntry } from "./catalogue-entry";
import { argoCd } from "./catalogue/argo-cd";
import { certManager } from "./catalogue/cert-manager";
import { csiDriverNfs } from "./catalogue/csi-driver-nfs";
import { goldilocks } from "./catalogue/goldilocks";
import { gpuOperator } from "./catalogue/gpu-operator";
import { kubePrometheusStack } from "./catalogue/kube-prometheus-stack";
import { kyverno } from "./catalogue/kyverno";
import { metallb } from "./catalogue/metallb";
import { metricsServer } from "./catalogue/metrics-server";
import { sealedSecrets } from "./catalogue/sealed-secrets";
import { traefik } from "./catalogue/traefik";
import { vpa } from "./catalogue/vpa";

/** Every add-on that a stack file can have by its name alone. */
export const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  "argo-cd": argoCd,
  "cert-manager": certManager,
  "csi-driver-nfs": csiDriverNfs,
  goldilocks,
  "gpu-operator": gpuOperator,
  "kube-prometheus-stack": kubePrometheusStack,
  kyverno,
  metallb,
  "metrics-server": metricsServer,
  "sealed-secrets": sealedSecrets,
  traefik,
  vpa,
};

/** The entry of this name, if there is one. */
export const entryNamed = (name: string): CatalogueEntry | undefined =>
  Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
