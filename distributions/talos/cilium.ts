import type { TalosPlan } from "./plan";
import { ciliumValues, renderLoadBalancerPool } from "../../model/render/cilium";
import { onControlPlanes } from "../../model/render/control-plane-affinity";
import { KUBE_PRISM_PORT } from "./kube-prism";
import { toYaml, toYamlStream } from "../../model/render/serialise";

const NAME = "cilium-install";
const NAMESPACE = "kube-system";
const VALUES_PATH = "/etc/cilium-install";

/**
 * Manifests that Talos applies once the API answers. It creates missing objects and changes none: another release or setting
 * reaches an existing cluster only through `talosctl upgrade-k8s` or Cilium's CLI.
 */
export function inlineManifests(plan: TalosPlan): { name: string; contents: string }[] {
  const { name, loadBalancerPool } = plan.cluster;
  return [
    { name: "cilium", contents: renderCiliumInstall(plan) },
    // Refused until Cilium has installed their CRDs; Talos retries (its manifest controller, "no match").
    ...(loadBalancerPool
      ? [{ name: "load-balancer-pool", contents: renderLoadBalancerPool(name, loadBalancerPool) }]
      : []),
  ];
}

/** A Job that runs Cilium's installer, as Cilium publishes no plain manifest, and its rendered ones contain keys. */
function renderCiliumInstall(plan: TalosPlan): string {
  const metadata = { name: NAME, namespace: NAMESPACE };
  return toYamlStream([
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: NAME },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", ...metadata }],
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata, data: { "values.yaml": toYaml(talosValues(plan)) } },
    { apiVersion: "batch/v1", kind: "Job", metadata, spec: { backoffLimit: 20, template: { spec: podSpec(plan) } } },
  ]);
}

/** It runs on the host network of a node that is not Ready, and uses KubePrism: no Service works before Cilium does. */
function podSpec({ cluster }: TalosPlan): Record<string, unknown> {
  return {
    restartPolicy: "OnFailure",
    serviceAccountName: NAME,
    hostNetwork: true,
    tolerations: [{ operator: "Exists" }],
    affinity: onControlPlanes(),
    containers: [
      {
        name: NAME,
        image: `quay.io/cilium/cilium-cli:${cluster.ciliumCliVersion}`,
        command: ["cilium", "install"],
        args: ["--version", cluster.ciliumVersion.slice(1), "--values", `${VALUES_PATH}/values.yaml`],
        env: [
          { name: "KUBERNETES_SERVICE_HOST", value: "localhost" },
          { name: "KUBERNETES_SERVICE_PORT", value: String(KUBE_PRISM_PORT) },
        ],
        volumeMounts: [{ name: "values", mountPath: VALUES_PATH, readOnly: true }],
      },
    ],
    volumes: [{ name: "values", configMap: { name: NAME } }],
  };
}

/** Talos mounts the cgroup file system itself and permits no pod to load kernel modules (docs: Deploy Cilium CNI). */
function talosValues(plan: TalosPlan): Record<string, unknown> {
  return {
    ...ciliumValues(plan, { host: "localhost", port: KUBE_PRISM_PORT }),
    cgroup: { autoMount: { enabled: false }, hostRoot: "/sys/fs/cgroup" },
    securityContext: {
      capabilities: {
        ciliumAgent: [
          "CHOWN",
          "KILL",
          "NET_ADMIN",
          "NET_RAW",
          "IPC_LOCK",
          "SYS_ADMIN",
          "SYS_RESOURCE",
          "DAC_OVERRIDE",
          "FOWNER",
          "SETGID",
          "SETUID",
        ],
        cleanCiliumState: ["NET_ADMIN", "SYS_ADMIN", "SYS_RESOURCE"],
      },
    },
    ...(plan.cluster.gatewayApi && { gatewayAPI: gatewayApi() }),
  };
}

/** Protocols of backends come with ALPN (the chart's enable-gateway-api-app-protocol). `create: "true"` makes the installation fail, and be tried again, until the kinds of the Gateway API are there. */
function gatewayApi() {
  return { enabled: true, enableAlpn: true, gatewayClass: { create: "true" } };
}
