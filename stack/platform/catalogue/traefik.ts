import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/traefik.json";
import { budget, copies, guaranteed } from "./resources";

/** Takes HTTP from outside to the Services that Ingresses and IngressRoutes name. */
export const traefik: CatalogueEntry = {
  title: "Traefik",
  namespace: "traefik",
  tier: "0-core",
  podSecurity: "restricted",
  // Until somebody hands it an address its Service is not ready.
  after: ["metallb"],
  needsAddress: true,
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: (of) => {
    const replicas = copies(of, 2);
    return {
      deployment: { replicas },
      ports: { websecure: { http3: { enabled: true } } },
      resources: guaranteed("100m", "256Mi"),
      ...budget(replicas),
    };
  },
};
