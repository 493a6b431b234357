import type { NodePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "./plan";
import { hostAndPort, Subnet, withPrefix } from "../../model/address";
import type { TalosSecrets } from "./secrets";
import { authorityEntry, base64 } from "./authority";
import { inlineManifests } from "./cilium";

const REGISTRY = "registry.k8s.io";

/** The section `cluster` of the v1alpha1 document. A worker gets no CA key, or Talos refuses the document. */
export function clusterSection(plan: TalosPlan, node: NodePlan, secrets: TalosSecrets): Record<string, unknown> {
  const { cluster } = plan;
  const shared = {
    id: secrets.clusterId,
    secret: secrets.clusterSecret,
    controlPlane: { endpoint: `https://${hostAndPort(cluster.endpointAddress, 6443)}` },
    clusterName: cluster.name,
    network: {
      // Cilium comes as a manifest, see talos-cilium.ts.
      cni: { name: "none" },
      dnsDomain: cluster.clusterDomain,
      podSubnets: [cluster.podCidr],
      serviceSubnets: [cluster.serviceCidr],
    },
    token: secrets.bootstrapToken,
    discovery: { enabled: true, registries: { kubernetes: { disabled: true }, service: {} } },
  };
  return node.role === "control-plane"
    ? { ...shared, ...controlPlane(plan, node, secrets) }
    : { ...shared, ca: { crt: base64(secrets.kubernetes.certificate) } };
}

function controlPlane(plan: TalosPlan, node: NodePlan, secrets: TalosSecrets): Record<string, unknown> {
  const { cluster } = plan;
  const image = (name: string) => `${REGISTRY}/${name}:${cluster.kubernetesVersion}`;
  return {
    secretboxEncryptionSecret: secrets.secretboxKey,
    ca: authorityEntry(secrets.kubernetes),
    aggregatorCA: authorityEntry(secrets.aggregator),
    serviceAccount: { key: base64(secrets.serviceAccountKey) },
    apiServer: {
      image: image("kube-apiserver"),
      certSANs: [...new Set([cluster.endpointAddress, ...cluster.sans])],
      admissionControl: [podSecurity()],
      auditPolicy: { apiVersion: "audit.k8s.io/v1", kind: "Policy", rules: [{ level: "Metadata" }] },
    },
    controllerManager: { image: image("kube-controller-manager") },
    scheduler: { image: image("kube-scheduler") },
    // Cilium replaces it; both would conflict over the same rules.
    proxy: { disabled: true },
    etcd: {
      ca: authorityEntry(secrets.etcd),
      advertisedSubnets: [String(Subnet.of(withPrefix(node.gateway, node.prefixLength)))],
    },
    extraManifests: gatewayApiManifests(plan),
    inlineManifests: inlineManifests(plan),
    allowSchedulingOnControlPlanes: cluster.allowSchedulingOnControlPlanes,
  };
}

/** Talos downloads them itself; Cilium serves the Gateway API only if its CRDs exist. */
function gatewayApiManifests({ cluster }: TalosPlan): string[] {
  if (!cluster.gatewayApi) return [];
  const release = "https://github.com/kubernetes-sigs/gateway-api/releases/download";
  return [`${release}/${cluster.gatewayApiVersion}/standard-install.yaml`];
}

/** As in `talosctl gen config`: privileged pods only in namespaces that allow them. */
function podSecurity(): Record<string, unknown> {
  return {
    name: "PodSecurity",
    configuration: {
      apiVersion: "pod-security.admission.config.k8s.io/v1alpha1",
      kind: "PodSecurityConfiguration",
      defaults: {
        enforce: "baseline",
        "enforce-version": "latest",
        audit: "restricted",
        "audit-version": "latest",
        warn: "restricted",
        "warn-version": "latest",
      },
      exemptions: { usernames: [], runtimeClasses: [], namespaces: ["kube-system"] },
    },
  };
}
