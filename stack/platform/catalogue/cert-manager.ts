import type { CatalogueEntry } from "../catalogue-entry";
import type { ChartFacts } from "../../../model/platform/chart-facts";
import facts from "../charts/cert-manager.json";
import { guaranteed } from "./resources";

/** Certificates of ACME and of one's own authorities, as objects of the cluster. */
export const certManager: CatalogueEntry = {
  title: "cert-manager",
  namespace: "cert-manager",
  tier: "1-cluster",
  podSecurity: "restricted",
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: () => ({
    // Kept when the release goes: with them every certificate of the cluster would go.
    crds: { enabled: true, keep: true },
    resources: guaranteed("25m", "128Mi"),
    webhook: { timeoutSeconds: 10, resources: guaranteed("10m", "64Mi") },
    cainjector: { resources: guaranteed("10m", "128Mi") },
    startupapicheck: { resources: guaranteed("10m", "64Mi") },
  }),
};
