import type { Rke2Plan } from "../cluster-plan";
import { toYaml } from "./serialise";

/** RKE2's own place for it, mounted into the API server's pod. */
export const AUDIT_POLICY_PATH = "/etc/rancher/rke2/audit-policy.yaml";

/** With kubeadm we say ourselves what is mounted into the API server's pod. */
export const KUBEADM_AUDIT_POLICY_PATH = "/etc/kubernetes/audit-policy.yaml";
export const KUBEADM_AUDIT_LOG_PATH = "/var/log/kubernetes/audit/audit.log";

/** Who did what to which object; bodies never, as they would hold secrets; the chatter of the system not at all. */
export function renderAuditPolicy(): string {
  return toYaml({
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    omitStages: ["RequestReceived"],
    rules: [
      { level: "None", nonResourceURLs: ["/healthz*", "/livez*", "/readyz*", "/version", "/openapi/*"] },
      { level: "None", resources: [{ group: "", resources: ["events"] }, { group: "events.k8s.io" }] },
      { level: "None", resources: [{ group: "coordination.k8s.io", resources: ["leases"] }] },
      { level: "None", userGroups: ["system:nodes", "system:serviceaccounts"], verbs: ["get", "list", "watch"] },
      { level: "Metadata" },
    ],
  });
}

/** Rotation of the audit log. RKE2 puts its defaults (30, 10, 100) in front, and the last value counts. */
export function auditArguments(audit: Rke2Plan["cluster"]["audit"]): string[] {
  return [
    `audit-log-maxage=${audit.maxAgeDays}`,
    `audit-log-maxbackup=${audit.maxBackups}`,
    `audit-log-maxsize=${audit.maxSizeMB}`,
  ];
}
