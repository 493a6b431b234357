import type { ChartFacts } from "../../../model/platform/chart-facts";
import type { CatalogueEntry } from "../catalogue-entry";
import facts from "../charts/kube-prometheus-stack.json";
import { guaranteed } from "./resources";

/** On every distribution here they listen on loopback, so that their alerts would fire from the first minute. */
const NOT_REACHED = {
  kubeEtcd: { enabled: false },
  kubeControllerManager: { enabled: false },
  kubeScheduler: { enabled: false },
  kubeProxy: { enabled: false },
};

const GRAFANA_ADMIN = "grafana-admin";

/** Prometheus with its operator, Alertmanager, Grafana, and what tells them of nodes and objects. */
export const kubePrometheusStack: CatalogueEntry = {
  title: "kube-prometheus-stack",
  namespace: "monitoring",
  tier: "1-cluster",
  // The exporter of nodes reads the host's own files.
  podSecurity: "privileged",
  timeoutSeconds: 600,
  secrets: [
    {
      name: GRAFANA_ADMIN,
      data: { "admin-user": { text: "admin" }, "admin-password": { generated: "grafana-admin" } },
    },
  ],
  facts: facts as ChartFacts,
  values: () => ({
    ...NOT_REACHED,
    prometheus: {
      prometheusSpec: {
        // Those of every release, and not of this one alone.
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        resources: guaranteed("200m", "1Gi"),
      },
    },
    alertmanager: { alertmanagerSpec: { resources: guaranteed("25m", "128Mi") } },
    prometheusOperator: {
      resources: guaranteed("50m", "256Mi"),
      prometheusConfigReloader: { resources: guaranteed("10m", "64Mi") },
      admissionWebhooks: { patch: { resources: guaranteed("10m", "64Mi") } },
    },
    "kube-state-metrics": { resources: guaranteed("25m", "128Mi") },
    "prometheus-node-exporter": {
      resources: guaranteed("25m", "64Mi"),
      tolerations: [{ operator: "Exists" }],
    },
    grafana: {
      admin: { existingSecret: GRAFANA_ADMIN, userKey: "admin-user", passwordKey: "admin-password" },
      resources: guaranteed("50m", "256Mi"),
      sidecar: { resources: guaranteed("25m", "128Mi") },
    },
  }),
};
