import { caCertHash } from "./ca-hash";
import { calicoManifests } from "./calico-releases";
import type { NodePlan } from "../../model/cluster-plan";
import type { KubeadmPlan } from "./plan";
import { renderBootstrapScript } from "../bootstrap-script";
import { JOIN_HOME, JOIN_SSHD_PATH, JOIN_USER, type JoinKeys, knownHosts } from "./join-ssh";
import { renderJoinDocument } from "./documents";
import { controlPlaneFiles, nodeFiles } from "./files";
import { renderKubeVipPod } from "../../model/render/kube-vip";
import { HELD_PACKAGES, KUBERNETES_KEY_FINGERPRINT, kubernetesRepository } from "./kubernetes-packages";
import { nodeVariables, sizeVariables, drainVariables } from "../../model/render/script-variables";
import { toYaml } from "../../model/render/serialise";
import { loginOf } from "../../os/registry";

/** What a machine needs to join. */
export interface JoinInputs {
  /** The cluster's CA, public. */
  readonly caCert: string;
  /** Key for the restricted SSH command of control planes, OpenSSH PEM. Secret. */
  readonly joinKey: string;
  /** Public host keys of the machines behind {@link joinHostsOf}, in that order. */
  readonly hostKeys: readonly string[];
}

/** What a control plane needs in addition. */
export interface ServerInputs extends JoinInputs {
  /** Only the first control plane's: the others get it with the certificates. Secret. */
  readonly caKey: string;
  /** Public keys that may use its restricted SSH command. */
  readonly joinKeys: JoinKeys;
}

/**
 * The control planes that a machine asks for its token: a worker the first one, a control plane those before it, and the
 * first one, if rebuilt, the second. Never later ones: adding one must not change the scripts of existing machines.
 */
export function joinHostsOf(plan: KubeadmPlan, node: NodePlan): NodePlan[] {
  const servers = plan.nodes.filter((other) => other.role === "control-plane");
  const { controlPlaneIndex: index } = node;
  if (index === undefined) return servers.slice(0, 1);
  return index === 0 ? servers.slice(1, 2) : servers.slice(0, index);
}

/** The script of a control plane, with the functions `init_cluster`, `join` and `leave`. Contains secrets. */
export function renderControlPlaneScript(plan: KubeadmPlan, node: NodePlan, inputs: ServerInputs): string {
  return renderBootstrapScript({
    parts: [
      "root-disk",
      ...packaging(plan),
      "kubeadm/install",
      "kubeadm/join",
      "kubeadm/kubectl",
      "etcd-voters",
      "nodes",
      "gate",
      "leaving",
      "kubeadm/calico",
      "kubeadm/join-ssh",
      "kubeadm/leave",
      "kubeadm/server",
    ],
    variables: {
      ...nodeVariables(node),
      ...sizeVariables(node),
      ...release(plan),
      ...joining(plan, node, inputs),
      NODE_ADDRESS: node.address,
      VIP: plan.cluster.vip ?? "",
      KUBE_VIP: kubeVip(plan),
      CALICO: node.controlPlaneIndex === 0 ? calico(plan) : "",
      CA_CERT: inputs.caCert.trim(),
      CA_KEY: inputs.caKey.trim(),
      JOIN_HOME,
      JOIN_SSHD: JOIN_SSHD_PATH,
      SSH_UNIT: loginOf(plan.os.family).sshDaemon.unit,
    },
    files: [
      ...controlPlaneFiles(plan, node, inputs.joinKeys),
      { path: "/var/lib/homelab/cluster-ca.crt", mode: "0644", content: inputs.caCert },
    ],
  });
}

/** What can be done before there is a cluster, with the function `prepare`. */
export function renderKubeadmPrepareScript(plan: KubeadmPlan, node: NodePlan): string {
  return renderBootstrapScript({
    parts: [...packaging(plan), "kubeadm/install", "kubeadm/images", "kubeadm/prepare"],
    variables: { NODE_NAME: node.name, ...release(plan), IMAGES: imagesOf(node).join(" ") },
    files: nodeFiles(plan),
  });
}

/** Names of kubeadm's images that a node runs, without registry and tag. */
function imagesOf({ role }: NodePlan): readonly string[] {
  const everywhere = ["kube-proxy", "pause"];
  return role === "worker"
    ? everywhere
    : ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd", "coredns", ...everywhere];
}

/** Removes a failed control plane through a healthy one, with the function `remove_failed`. */
export function renderKubeadmFailedServerScript(contact: NodePlan, failed: NodePlan): string {
  return renderBootstrapScript({
    parts: ["kubeadm/kubectl", "etcd-voters", "leaving", "kubeadm/failed-server", "failed-server"],
    variables: { NODE_NAME: failed.name, FAILED_ADDRESS: failed.address, NODE_ADDRESS: contact.address },
  });
}

/** The script of a worker, with the function `join`. Contains a secret. */
export function renderWorkerScript(plan: KubeadmPlan, node: NodePlan, inputs: JoinInputs): string {
  return renderBootstrapScript({
    parts: ["root-disk", ...packaging(plan), "kubeadm/install", "kubeadm/join", "kubeadm/worker"],
    variables: {
      ...nodeVariables(node),
      ...sizeVariables(node),
      ...release(plan),
      ...joining(plan, node, inputs),
    },
    files: nodeFiles(plan),
  });
}

/**
 * What a control plane does for a worker, with the functions `register` and `remove`; `drained` is the output of the
 * worker's last drain.
 */
export function renderKubeadmNodeScript(contact: NodePlan, node: NodePlan, drained?: string): string {
  return renderBootstrapScript({
    parts: ["kubeadm/kubectl", "nodes", "drain", "node"],
    variables: { ...nodeVariables(node), ...drainVariables(node, drained), NODE_ADDRESS: contact.address },
  });
}

const packaging = ({ os }: KubeadmPlan): string[] => [loginOf(os.family).packages.script];

function release({ cluster, os }: KubeadmPlan): Record<string, string> {
  const { url, keyPath } = kubernetesRepository(cluster.kubernetesVersion, loginOf(os.family).packages);
  return {
    KUBERNETES_VERSION: cluster.kubernetesVersion.slice(1),
    REPOSITORY: url,
    KEY_PATH: keyPath,
    KEY_FINGERPRINT: KUBERNETES_KEY_FINGERPRINT,
    HELD_PACKAGES: HELD_PACKAGES.join(" "),
    CONTAINERD_VERSION: cluster.containerdVersion ?? "",
    MIRRORS: Object.keys(cluster.registryMirrors).sort().join(" "),
  };
}

function joining(plan: KubeadmPlan, node: NodePlan, inputs: JoinInputs): Record<string, string> {
  const joinHosts = joinHostsOf(plan, node);
  const hosts = joinHosts.map(({ address }, index) => ({ address, hostKey: inputs.hostKeys[index] ?? "" }));
  return {
    JOIN_HOSTS: joinHosts.map(({ address }) => address).join(" "),
    JOIN_USER,
    SSH_PORT: String(plan.access.sshPort),
    KNOWN_HOSTS: knownHosts(hosts, plan.access.sshPort),
    JOIN_KEY: inputs.joinKey.trim(),
    JOIN_DOCUMENT: toYaml(renderJoinDocument(plan, node, caCertHash(inputs.caCert))),
  };
}

/** Which admin kubeconfig it uses is known only at run time. */
function kubeVip({ cluster }: KubeadmPlan): string {
  const { vip, kubeVipVersion: version } = cluster;
  return vip === undefined ? "" : renderKubeVipPod({ vip, version }, "@KUBECONFIG@");
}

function calico({ cluster }: KubeadmPlan): string {
  return calicoManifests(cluster)
    .map(({ file, url, sha256 }) => `${file} ${url} ${sha256}`)
    .join("\n");
}
