import { minorOf } from "../../model/kubernetes-releases";

/** The project's own repository; each minor has one, with other minors nowhere in sight. */
export function kubernetesRepository(version: string): string {
  return `https://pkgs.k8s.io/core:/stable:/v1.${minorOf(version)}/deb`;
}

/**
 * Who signs every minor's repository: "isv:kubernetes OBS Project". The key itself is prolonged from time to time, so its
 * file has no lasting sum; the fingerprint stays.
 */
export const KUBERNETES_KEY_FINGERPRINT = "DE15B14486CD377B9E876E1A234654DA9A296436";

/** Armored, as it is served: apt reads keys by their ending. */
export const KUBERNETES_KEY_PATH = "/etc/apt/keyrings/kubernetes-apt-keyring.asc";

/** What must not change by itself: held, so that neither an upgrade by hand nor an unattended one touches it. */
export const HELD_PACKAGES = ["containerd", "cri-tools", "kubeadm", "kubectl", "kubelet", "kubernetes-cni"] as const;

/** One line of /etc/apt/sources.list.d. */
export function aptSource(version: string): string {
  return `deb [signed-by=${KUBERNETES_KEY_PATH}] ${kubernetesRepository(version)}/ /\n`;
}

/** The same said to unattended-upgrades, which runs as root every night; patterns are Python's. */
export function unattendedUpgrades(): string {
  const patterns = [...HELD_PACKAGES, "runc"].map((name) => `  "^${name}$";\n`).join("");
  return `Unattended-Upgrade::Package-Blacklist {\n${patterns}};\n`;
}
