import type { CatalogueEntry, Surroundings } from "../catalogue-entry";
import type { ChartFacts } from "../../../model/platform/chart-facts";
import facts from "../charts/metrics-server.json";
import { budget, copies, guaranteed } from "./resources";

/** What `kubectl top`, autoscalers and VPA ask: how much pods use now. */
export const metricsServer: CatalogueEntry = {
  title: "metrics-server",
  namespace: "metrics-server",
  tier: "1-cluster",
  podSecurity: "restricted",
  timeoutSeconds: 300,
  facts: facts as ChartFacts,
  values,
};

/** Two where two nodes may take it: with one of them a drain of its node would leave autoscalers blind. */
function values(of: Surroundings) {
  const replicas = copies(of, 2);
  return {
    // Kubelets of kubeadm and of Talos sign their own serving certificates.
    args: ["--kubelet-insecure-tls"],
    replicas,
    ...budget(replicas),
    resources: guaranteed("100m", "200Mi"),
  };
}
