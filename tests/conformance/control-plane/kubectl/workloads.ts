import { SERVER } from "./scenario";

/** What the simulated cluster runs, for the real one. */
const app = (namespace: string, name: string, emptyDir: boolean, more: object, kind = "Deployment") => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name, namespace },
  spec: {
    ...more,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 1,
        ...(kind === "DaemonSet" && { tolerations: [{ operator: "Exists" }] }),
        containers: [{ name: "main", image: "main" }],
        ...(emptyDir && { volumes: [{ name: "scratch", emptyDir: {} }] }),
      },
    },
  },
});

export const workloads: readonly object[] = [
  app("kube-system", "cilium", true, {}, "DaemonSet"),
  app("kube-system", "rke2-coredns-rke2-coredns", false, { replicas: 2 }),
  app("kube-system", "rke2-metrics-server", true, { replicas: 1 }),
  app("default", "web", true, { replicas: 3 }),
];

/** It never lets a pod of `web` go. */
export const budget = {
  apiVersion: "policy/v1",
  kind: "PodDisruptionBudget",
  metadata: { name: "never", namespace: "default" },
  spec: { minAvailable: 99, selector: { matchLabels: { app: "web" } } },
};

/** A Node as a kubelet registers it. */
export function node(name: string, address: string): Record<string, unknown> {
  const roles = name === SERVER ? ["control-plane", "etcd", "master"] : [];
  const labels = Object.fromEntries(roles.map((role) => [`node-role.kubernetes.io/${role}`, "true"]));
  const homelab = name === SERVER ? {} : { "homelab.dev/labels": "node-type" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: { "kubernetes.io/hostname": name, ...labels }, annotations: homelab },
    spec: name === SERVER ? { taints: [{ key: "node-role.kubernetes.io/etcd", effect: "NoExecute" }] } : {},
    status: {
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
      capacity: { cpu: "4", memory: "8Gi", "ephemeral-storage": `${100 * 1024 ** 2}Ki`, pods: "110" },
      allocatable: { cpu: "4", memory: "8Gi", pods: "110" },
      conditions: name === SERVER ? [{ type: "EtcdIsVoter", status: "True" }] : [],
    },
  };
}
