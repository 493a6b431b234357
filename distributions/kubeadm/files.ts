import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NodePlan } from "../../model/cluster-plan";
import type { KubeadmPlan } from "./plan";
import { loginOf } from "../../os/registry";
import { minorOf } from "../../model/kubernetes-releases";
import { renderAuditPolicy } from "../../model/render/audit-policy";
import { renderCalicoInstallation } from "./calico";
import { containerdConfig, hostsToml, pauseImage, REGISTRIES_PATH } from "./containerd";
import { joinSshFiles, type JoinKeys, JOIN_TOKEN_PATH } from "./join-ssh";
import { AUDIT_POLICY_PATH, renderInitDocuments } from "./documents";
import { HELD_PACKAGES, kubernetesRepository } from "./kubernetes-packages";
import type { RenderedFile } from "../../model/render/rendered-file";
import { toYamlStream } from "../../model/render/serialise";

/** Read at init, and whenever certificates are uploaded for a joining control plane. */
export const KUBEADM_CONFIG_PATH = "/etc/homelab/kubeadm.yaml";
export const CALICO_PATH = "/etc/homelab/calico.yaml";

/** Configuration of containerd, the package manager and the kubelet on every node. */
export function nodeFiles({ cluster, os }: KubeadmPlan): RenderedFile[] {
  const { packages } = loginOf(os.family);
  const pause = pauseImage(minorOf(cluster.kubernetesVersion));
  const mirrors = Object.entries(cluster.registryMirrors).sort();
  return [
    packages.repository(kubernetesRepository(cluster.kubernetesVersion, packages)),
    packages.neverUpdated([...HELD_PACKAGES, "runc"]),
    file("/var/lib/homelab/containerd/config-v2.toml", "0644", containerdConfig(2, pause)),
    file("/var/lib/homelab/containerd/config-v3.toml", "0644", containerdConfig(3, pause)),
    ...mirrors.map(([registry, mirror]) =>
      file(`${REGISTRIES_PATH}/${registry}/hosts.toml`, "0644", hostsToml(registry, mirror)),
    ),
  ];
}

/** What a control plane has in addition. */
export function controlPlaneFiles(plan: KubeadmPlan, node: NodePlan, keys: JoinKeys): RenderedFile[] {
  const { audit } = plan.cluster;
  return [
    ...nodeFiles(plan),
    file(KUBEADM_CONFIG_PATH, "0600", toYamlStream(renderInitDocuments(plan, node))),
    ...(audit ? [file(AUDIT_POLICY_PATH, "0600", renderAuditPolicy())] : []),
    ...(node.controlPlaneIndex === 0 ? [file(CALICO_PATH, "0600", renderCalicoInstallation(plan))] : []),
    file(JOIN_TOKEN_PATH, "0755", joinTokenScript()),
    ...joinSshFiles(keys),
  ];
}

/** The only program that a join key may run. */
export function joinTokenScript(): string {
  return readFileSync(join(__dirname, "scripts", "homelab-join-token.sh"), "utf8");
}

const file = (path: string, mode: RenderedFile["mode"], content: string): RenderedFile => ({ path, mode, content });
