import { minorOf } from "../../model/kubernetes-releases";
import type { Packages, Repository } from "../../os/node-os";

/** The project's own repository; each minor has one, with other minors nowhere in sight. */
export function kubernetesRepository(version: string, packages: Packages): Repository {
  const name = "kubernetes";
  const url = `https://pkgs.k8s.io/core:/stable:/v1.${minorOf(version)}/${packages.format}`;
  return { name, url, keyPath: packages.keyPath(name) };
}

/**
 * Who signs every minor's repository: "isv:kubernetes OBS Project". The key itself is prolonged from time to time, so its
 * file has no lasting sum; the fingerprint stays.
 */
export const KUBERNETES_KEY_FINGERPRINT = "DE15B14486CD377B9E876E1A234654DA9A296436";

/** What must not change by itself: held, so that neither an upgrade by hand nor an unattended one touches it. */
export const HELD_PACKAGES = ["containerd", "cri-tools", "kubeadm", "kubectl", "kubelet", "kubernetes-cni"] as const;
