import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/argo-cd.json";
import { guaranteed } from "./resources";

/** Keeps a cluster as a Git repository has it. */
export const argoCd: CatalogueEntry = {
  title: "Argo CD",
  namespace: "argocd",
  tier: "1-cluster",
  podSecurity: "restricted",
  timeoutSeconds: 600,
  facts: facts as ChartFacts,
  values: () => ({
    crds: { install: true, keep: true },
    controller: { resources: guaranteed("250m", "1Gi") },
    repoServer: { resources: guaranteed("50m", "512Mi") },
    server: { resources: guaranteed("50m", "256Mi") },
    applicationSet: { resources: guaranteed("25m", "128Mi") },
    notifications: { resources: guaranteed("25m", "128Mi") },
    dex: { resources: guaranteed("25m", "128Mi") },
    redis: { resources: guaranteed("25m", "128Mi") },
    redisSecretInit: { resources: guaranteed("10m", "64Mi") },
  }),
};
