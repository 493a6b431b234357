import { toYaml } from "./serialise";

/** How an audit log is rotated. */
interface Rotation {
  readonly maxAgeDays: number;
  readonly maxBackups: number;
  readonly maxSizeMB: number;
}

/** Who did what to which object; never bodies, as they would contain secrets; and no requests by the system itself. */
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

/** Rotation of the audit log. If a distribution sets its defaults (30, 10, 100) first, the last value counts. */
export function auditArguments(audit: Rotation): string[] {
  return [
    `audit-log-maxage=${audit.maxAgeDays}`,
    `audit-log-maxbackup=${audit.maxBackups}`,
    `audit-log-maxsize=${audit.maxSizeMB}`,
  ];
}
