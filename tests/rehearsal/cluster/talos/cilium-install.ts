/** A job that installs Cilium as Talos' documentation has it. */
export function ciliumInstall(settings: readonly string[] = ciliumSettings, pod: Record<string, unknown> = {}): string {
  const documents = [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "cilium-install", namespace: "kube-system" } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "cilium-install" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name: "cilium-install", namespace: "kube-system" }],
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "cilium-install", namespace: "kube-system" },
      spec: { template: { spec: { ...installerPod(settings), ...pod } } },
    },
  ];
  return documents.map((document) => JSON.stringify(document)).join("\n---\n");
}

export const ciliumSettings: readonly string[] = [
  "kubeProxyReplacement=true",
  "k8sServiceHost=localhost",
  "k8sServicePort=7445",
  "cgroup.autoMount.enabled=false",
  "cgroup.hostRoot=/sys/fs/cgroup",
  "securityContext.capabilities.ciliumAgent={CHOWN,KILL,NET_ADMIN,NET_RAW,IPC_LOCK,SYS_ADMIN}",
  "securityContext.capabilities.cleanCiliumState={NET_ADMIN,SYS_ADMIN,SYS_RESOURCE}",
];

function installerPod(settings: readonly string[]): Record<string, unknown> {
  return {
    serviceAccountName: "cilium-install",
    hostNetwork: true,
    tolerations: [{ operator: "Exists" }],
    containers: [
      {
        image: "quay.io/cilium/cilium-cli:v0.18.7",
        command: ["cilium", "install", ...settings.flatMap((setting) => ["--set", setting])],
        env: [{ name: "KUBERNETES_SERVICE_HOST" }, { name: "KUBERNETES_SERVICE_PORT" }],
      },
    ],
  };
}
