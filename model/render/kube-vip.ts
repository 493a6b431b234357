import { onControlPlanes } from "./control-plane-affinity";
import { toYaml, toYamlStream } from "./serialise";

/** What kube-vip needs to know about a cluster. */
export interface KubeVip {
  /** The VIP; other ports answer there too, as the address is assigned to the holder. */
  readonly vip: string;
  /** Exact release, e.g. `v1.0.1`. */
  readonly version: string;
}

const NAME = "kube-vip";
const NAMESPACE = "kube-system";
const LABELS = { "app.kubernetes.io/name": NAME };
const HOST_ALIASES = [{ ip: "127.0.0.1", hostnames: ["kubernetes"] }];

/**
 * A DaemonSet for control planes that apply manifests by themselves: one of them has the address at a time and answers ARP
 * for it. It uses the admin kubeconfig at `kubeconfigPath`.
 */
export function renderKubeVip(kubeVip: KubeVip, kubeconfigPath: string): string {
  return toYamlStream([serviceAccount(), clusterRole(), clusterRoleBinding(), daemonSet(kubeVip, kubeconfigPath)]);
}

function serviceAccount() {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: NAME, namespace: NAMESPACE } };
}

/** As it announces no Services it needs only its leader-election lease, and to read nodes. */
function clusterRole() {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: NAME },
    rules: [
      { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
      {
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        verbs: ["get", "list", "watch", "create", "update"],
      },
    ],
  };
}

function clusterRoleBinding() {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: NAME },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: NAME },
    subjects: [{ kind: "ServiceAccount", name: NAME, namespace: NAMESPACE }],
  };
}

function daemonSet(kubeVip: KubeVip, kubeconfigPath: string) {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: NAME, namespace: NAMESPACE, labels: LABELS },
    spec: {
      selector: { matchLabels: LABELS },
      updateStrategy: { type: "RollingUpdate" },
      template: { metadata: { labels: LABELS }, spec: podSpec(kubeVip, kubeconfigPath) },
    },
  };
}

/**
 * kube-vip uses the API server of its own node (`kubernetes` is an alias for it), with the admin kubeconfig at its default
 * path: the VIP must depend neither on the VIP nor on a CNI that is not up yet.
 */
function podSpec(kubeVip: KubeVip, kubeconfigPath: string) {
  return {
    serviceAccountName: NAME,
    hostNetwork: true,
    priorityClassName: "system-node-critical",
    hostAliases: HOST_ALIASES,
    affinity: onControlPlanes(),
    tolerations: [
      { effect: "NoSchedule", operator: "Exists" },
      { effect: "NoExecute", operator: "Exists" },
    ],
    containers: [container(kubeVip)],
    volumes: [kubeconfigVolume(kubeconfigPath)],
  };
}

/**
 * A static pod, which every control plane starts by itself, before there is an API. It uses the admin kubeconfig at
 * `kubeconfigPath`.
 */
export function renderKubeVipPod(kubeVip: KubeVip, kubeconfigPath: string): string {
  return toYaml({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: NAME, namespace: NAMESPACE, labels: LABELS },
    spec: {
      hostNetwork: true,
      // Both, as in kubeadm's own static pods: without an API nothing resolves the class to its number.
      priorityClassName: "system-node-critical",
      priority: 2000001000,
      hostAliases: HOST_ALIASES,
      containers: [container(kubeVip)],
      volumes: [kubeconfigVolume(kubeconfigPath)],
    },
  });
}

/** "File": otherwise a directory would be created in its place, and kubeadm would fail. */
function kubeconfigVolume(path: string) {
  return { name: "kubeconfig", hostPath: { path, type: "File" } };
}

function container({ vip, version }: KubeVip) {
  return {
    name: NAME,
    image: `ghcr.io/kube-vip/kube-vip:${version}`,
    imagePullPolicy: "IfNotPresent",
    args: ["manager"],
    env: [{ name: "vip_nodename", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }, ...environment(vip)],
    securityContext: { capabilities: { add: ["NET_ADMIN", "NET_RAW"], drop: ["ALL"] } },
    volumeMounts: [{ name: "kubeconfig", mountPath: "/etc/kubernetes/admin.conf", readOnly: true }],
  };
}

/** Names from kube-vip's pkg/kubevip/config_envvar.go; without vip_interface it uses the one of the default route. */
function environment(vip: string): { name: string; value: string }[] {
  const values = {
    vip_arp: "true",
    port: "6443",
    vip_subnet: "32",
    cp_enable: "true",
    cp_namespace: NAMESPACE,
    svc_enable: "false",
    vip_leaderelection: "true",
    vip_leasename: "plndr-cp-lock",
    vip_leaseduration: "5",
    vip_renewdeadline: "3",
    vip_retryperiod: "1",
    address: vip,
  };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
