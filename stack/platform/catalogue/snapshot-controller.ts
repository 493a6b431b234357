import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/snapshot-controller.json";
import { copies, guaranteed } from "./resources";

/** Snapshots of volumes as objects of the cluster, for every CSI driver. */
export const snapshotController: CatalogueEntry = {
  title: "snapshot controller",
  namespace: "snapshot-controller",
  tier: "0-core",
  podSecurity: "baseline",
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values: (of) => ({
    installCRDs: true,
    controller: { replicaCount: copies(of, 2), resources: guaranteed("10m", "64Mi") },
    webhook: { enabled: false },
  }),
};
