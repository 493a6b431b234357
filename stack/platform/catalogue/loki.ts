import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/loki.json";
import { guaranteed } from "./resources";

/** Days from which on it writes in this form; it must lie in the past, and never change. */
const SCHEMA = { from: "2026-01-01", store: "tsdb", object_store: "filesystem", schema: "v13" };

/** Keeps logs, and answers for them: one server on one volume. */
export const loki: CatalogueEntry = {
  title: "Loki",
  namespace: "loki",
  tier: "1-cluster",
  podSecurity: "restricted",
  after: ["proxmox-csi", "csi-driver-nfs", "kube-prometheus-stack"],
  timeoutSeconds: 600,
  facts: facts as ChartFacts,
  values: () => ({
    deploymentMode: "Monolithic",
    loki: {
      auth_enabled: false,
      commonConfig: { replication_factor: 1 },
      storage: { type: "filesystem" },
      schemaConfig: { configs: [{ ...SCHEMA, index: { prefix: "loki_index_", period: "24h" } }] },
    },
    singleBinary: {
      replicas: 1,
      resources: guaranteed("200m", "1Gi"),
      persistence: { enabled: true, size: "10Gi" },
    },
    ...Object.fromEntries(["read", "write", "backend"].map((part) => [part, { replicas: 0 }])),
    sidecar: { resources: guaranteed("10m", "128Mi") },
    gateway: { resources: guaranteed("10m", "64Mi"), metrics: { resources: guaranteed("10m", "64Mi") } },
    // They ask for 11 GiB of memory.
    chunksCache: { enabled: false },
    resultsCache: { enabled: false },
    lokiCanary: { enabled: false },
    test: { enabled: false },
  }),
};
