import { modulesFor, vendorOf } from "../../model/gpu-vendor";
import type { NodePlan } from "../../model/cluster-plan";
import type { TalosPlan } from "./plan";
import { Subnet, withPrefix } from "../../model/address";
import type { TalosSecrets } from "./secrets";
import { KUBE_PRISM_PORT } from "./kube-prism";
import { authorityEntry, base64 } from "./authority";

/** External load balancers exclude nodes with this label; Talos sets it on its control planes. */
const NOT_BEHIND_LOAD_BALANCERS = "node.kubernetes.io/exclude-from-external-load-balancers";

/** The section `machine` of the v1alpha1 document. It has no install disk, as the image is already installed. */
export function machineSection(plan: TalosPlan, node: NodePlan, secrets: TalosSecrets): Record<string, unknown> {
  const isControlPlane = node.role === "control-plane";
  return {
    type: isControlPlane ? "controlplane" : "worker",
    token: secrets.machineToken,
    ca: isControlPlane ? authorityEntry(secrets.os) : { crt: base64(secrets.os.certificate) },
    kubelet: kubelet(plan, node),
    features: {
      diskQuotaSupport: true,
      kubePrism: { enabled: true, port: KUBE_PRISM_PORT },
      hostDNS: { enabled: true, forwardKubeDNSToHost: true },
    },
    nodeLabels: { ...node.labels, ...(isControlPlane && { [NOT_BEHIND_LOAD_BALANCERS]: "" }) },
    ...gpuSettings(node),
  };
}

/**
 * Taints are registered by the kubelet: nodeTaints are set with the node's own rights, which on a worker do not cover
 * taints, and its labels would fail with them (talos#8193, #10935).
 */
function kubelet({ cluster }: TalosPlan, node: NodePlan): Record<string, unknown> {
  const { taints, gateway, prefixLength } = node;
  return {
    image: `ghcr.io/siderolabs/kubelet:${cluster.kubernetesVersion}`,
    defaultRuntimeSeccompProfileEnabled: true,
    disableManifestsDirectory: true,
    nodeIP: { validSubnets: [String(Subnet.of(withPrefix(gateway, prefixLength)))] },
    ...(taints.length > 0 && { extraConfig: { registerWithTaints: taints } }),
  };
}

/** The driver is in the image; only the node with a GPU loads modules that must be listed (docs: NVIDIA GPU on Talos). */
function gpuSettings({ gpu }: NodePlan): Record<string, unknown> {
  const modules = gpu === undefined ? [] : modulesFor(vendorOf(gpu));
  if (modules.length === 0) return {};
  return {
    kernel: { modules: modules.map((name) => ({ name })) },
    sysctls: { "net.core.bpf_jit_harden": "1" },
  };
}
