import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/kyverno.json";
import { tierPoliciesOfKyverno } from "../policies/tier-policies-of-kyverno";
import { copies, guaranteed, guaranteedWithoutCpuLimit } from "./resources";

/**
 * Its webhooks refuse what they are asked about while nobody answers: what a cluster needs to come back by itself is not to
 * be asked about (kyverno/kyverno#9551).
 */
const NEVER_ASKED = [
  "kube-system",
  "kyverno",
  "metallb-system",
  "tigera-operator",
  "calico-system",
  "cilium-secrets",
  "csi-driver-nfs",
  "csi-proxmox",
  "snapshot-controller",
  "gpu-operator",
];

/** Policies as objects of the cluster: what may be made, and what is made along with it. */
export const kyverno: CatalogueEntry = {
  title: "Kyverno",
  namespace: "kyverno",
  tier: "1-cluster",
  podSecurity: "restricted",
  // Last, so that it is asked about nothing that is still on its way.
  after: ["cert-manager", "metallb", "traefik", "metrics-server"],
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  objects: (_, tiers) => tierPoliciesOfKyverno(tiers),
  values: (of) => ({
    admissionController: {
      replicas: copies(of, 3),
      initContainer: { resources: guaranteedWithoutCpuLimit("10m", "256Mi") },
      container: { resources: guaranteed("100m", "384Mi") },
    },
    backgroundController: { replicas: copies(of, 2), resources: guaranteed("100m", "128Mi") },
    cleanupController: { resources: guaranteed("50m", "128Mi") },
    reportsController: { resources: guaranteed("50m", "128Mi") },
    features: { excludeBootstrapResources: { enabled: true } },
    config: {
      webhooks: {
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: NEVER_ASKED }],
        },
      },
    },
  }),
};
