import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/sealed-secrets.json";
import { guaranteed } from "./resources";

/** Secrets that only the cluster can read, for a repository that everybody can. */
export const sealedSecrets: CatalogueEntry = {
  title: "Sealed Secrets",
  namespace: "sealed-secrets",
  tier: "1-cluster",
  podSecurity: "baseline",
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: () => ({
    // The name that kubeseal looks for.
    fullnameOverride: "sealed-secrets-controller",
    resources: guaranteed("50m", "128Mi"),
  }),
};
