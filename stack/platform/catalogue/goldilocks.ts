import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/goldilocks.json";
import { guaranteed } from "./resources";

/** Asks for recommendations for every workload of a labelled namespace, and shows them. */
export const goldilocks: CatalogueEntry = {
  title: "Goldilocks",
  namespace: "goldilocks",
  tier: "1-cluster",
  podSecurity: "restricted",
  needs: ["vpa"],
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: () => ({
    vpa: { enabled: false },
    "metrics-server": { enabled: false },
    controller: { resources: guaranteed("25m", "256Mi") },
    dashboard: { replicaCount: 1, resources: guaranteed("25m", "256Mi") },
  }),
};
