import type { CatalogueEntry } from "./catalogue-entry";
import { certManager } from "./catalogue/cert-manager";
import { metricsServer } from "./catalogue/metrics-server";

/** Every add-on that a stack file can have by its name alone. */
export const catalogue: Readonly<Record<string, CatalogueEntry>> = {
  "cert-manager": certManager,
  "metrics-server": metricsServer,
};

/** The entry of this name, if there is one. */
export const entryNamed = (name: string): CatalogueEntry | undefined =>
  Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
