import { minorOf } from "../../model/kubernetes-releases";
import type { Packages, Repository } from "../../os/node-os";

/** The upstream repository; each minor has its own. */
export function kubernetesRepository(version: string, packages: Packages): Repository {
  const name = "kubernetes";
  const url = `https://pkgs.k8s.io/core:/stable:/v1.${minorOf(version)}/${packages.format}`;
  return { name, url, keyPath: packages.keyPath(name) };
}

/**
 * Fingerprint of the key that signs every minor's repository, "isv:kubernetes OBS Project". The key is extended from time to
 * time, so its file has no stable checksum; the fingerprint stays.
 */
export const KUBERNETES_KEY_FINGERPRINT = "DE15B14486CD377B9E876E1A234654DA9A296436";

/** Packages on hold, so that neither a manual nor an unattended upgrade changes them. */
export const HELD_PACKAGES = ["containerd", "cri-tools", "kubeadm", "kubectl", "kubelet", "kubernetes-cni"] as const;
