import { hostAndPort } from "../../model/address";
import { dirname } from "node:path/posix";
import type { NodePlan } from "../../model/cluster-plan";
import type { KubeadmPlan } from "./plan";
import type { Taint } from "../../model/taints";
import { minorOf } from "../../model/kubernetes-releases";
import { auditArguments } from "../../model/render/audit-policy";

/** A path of our choice that is mounted into the API server's pod. */
export const AUDIT_POLICY_PATH = "/etc/kubernetes/audit-policy.yaml";
const AUDIT_LOG_PATH = "/var/log/kubernetes/audit/audit.log";

/** Containerd's socket, as the kubelet needs it. */
export const CRI_SOCKET = "unix:///run/containerd/containerd.sock";

/** Placeholders in a JoinConfiguration until the machine has fetched the real values. */
export const TOKEN_MARK = "@TOKEN@";
export const CERTIFICATE_KEY_MARK = "@CERTIFICATE_KEY@";

type Document = Readonly<Record<string, unknown>>;

/** kubeadm uses v1beta4 from 1.31 on; 1.29 and 1.30 know v1beta3, with arguments as a map. */
function api(plan: KubeadmPlan) {
  const isOld = minorOf(plan.cluster.kubernetesVersion) < 31;
  return {
    apiVersion: `kubeadm.k8s.io/${isOld ? "v1beta3" : "v1beta4"}`,
    args: (values: Readonly<Record<string, string>>) =>
      isOld ? values : Object.entries(values).map(([name, value]) => ({ name, value })),
  };
}

/** The documents for `kubeadm init` and for uploading certificates. They contain no secret. */
export function renderInitDocuments(plan: KubeadmPlan, node: NodePlan): Document[] {
  return [initConfiguration(plan, node), clusterConfiguration(plan, node), kubeletConfiguration()];
}

/** The document for `kubeadm join`, with placeholders for token and certificate key. */
export function renderJoinDocument(plan: KubeadmPlan, node: NodePlan, caHash: string): Document {
  const { apiVersion } = api(plan);
  return {
    apiVersion,
    kind: "JoinConfiguration",
    discovery: {
      bootstrapToken: {
        token: TOKEN_MARK,
        apiServerEndpoint: hostAndPort(plan.cluster.endpointAddress, 6443),
        caCertHashes: [caHash],
      },
    },
    nodeRegistration: nodeRegistration(plan, node),
    ...(node.role === "control-plane" && {
      controlPlane: { localAPIEndpoint: localApiEndpoint(node), certificateKey: CERTIFICATE_KEY_MARK },
    }),
  };
}

/** kubeadm always creates a token at init; this one is unused and expires after a quarter of an hour. */
function initConfiguration(plan: KubeadmPlan, node: NodePlan): Document {
  return {
    apiVersion: api(plan).apiVersion,
    kind: "InitConfiguration",
    bootstrapTokens: [{ ttl: "15m0s" }],
    localAPIEndpoint: localApiEndpoint(node),
    nodeRegistration: nodeRegistration(plan, node),
  };
}

function clusterConfiguration(plan: KubeadmPlan, node: NodePlan): Document {
  const { cluster } = plan;
  const names = [cluster.endpointAddress, node.address, node.name, ...cluster.sans];
  return {
    apiVersion: api(plan).apiVersion,
    kind: "ClusterConfiguration",
    clusterName: cluster.name,
    kubernetesVersion: cluster.kubernetesVersion,
    // Set even with a single control plane: without it no second one could ever join.
    controlPlaneEndpoint: hostAndPort(cluster.endpointAddress, 6443),
    networking: {
      podSubnet: cluster.podCidr,
      serviceSubnet: cluster.serviceCidr,
      dnsDomain: cluster.clusterDomain,
    },
    apiServer: { certSANs: [...new Set(names)], ...audit(plan) },
  };
}

function audit(plan: KubeadmPlan): Document {
  const settings = plan.cluster.audit;
  if (!settings) return {};
  const folder = dirname(AUDIT_LOG_PATH);
  const policy = AUDIT_POLICY_PATH;
  const flags = auditArguments(settings).map((argument) => argument.split("=") as [string, string]);
  return {
    extraArgs: api(plan).args({
      "audit-policy-file": policy,
      "audit-log-path": AUDIT_LOG_PATH,
      ...Object.fromEntries(flags),
    }),
    extraVolumes: [
      { name: "audit-policy", hostPath: policy, mountPath: policy, readOnly: true, pathType: "File" },
      { name: "audit-log", hostPath: folder, mountPath: folder, pathType: "DirectoryOrCreate" },
    ],
  };
}

/** Configuration of every kubelet of the cluster; joining nodes read it from the API. */
function kubeletConfiguration(): Document {
  return { apiVersion: "kubelet.config.k8s.io/v1beta1", kind: "KubeletConfiguration", cgroupDriver: "systemd" };
}

/** Taints are always set: if omitted, kubeadm adds its own to a control plane, contrary to the stack file. */
function nodeRegistration(plan: KubeadmPlan, node: NodePlan): Document {
  const labels = Object.entries(node.labels).map(([key, value]) => `${key}=${value}`);
  return {
    name: node.name,
    criSocket: CRI_SOCKET,
    taints: node.taints.map(taintObject),
    kubeletExtraArgs: api(plan).args({
      "node-ip": node.address,
      ...(labels.length > 0 && { "node-labels": labels.join(",") }),
    }),
  };
}

const localApiEndpoint = (node: NodePlan) => ({ advertiseAddress: node.address, bindPort: 6443 });

function taintObject({ key, value, effect }: Taint): Document {
  return { key, ...(value !== "" && { value }), effect };
}
