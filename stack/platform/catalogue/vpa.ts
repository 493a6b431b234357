import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/vpa.json";
import { guaranteed } from "./resources";

/** Works out what pods should ask for; it says so, and changes none. */
export const vpa: CatalogueEntry = {
  title: "Vertical Pod Autoscaler",
  namespace: "vpa",
  tier: "1-cluster",
  podSecurity: "restricted",
  after: ["metrics-server"],
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: () => ({
    recommender: { resources: guaranteed("50m", "500Mi") },
    updater: { enabled: false },
    admissionController: { enabled: false },
  }),
};
