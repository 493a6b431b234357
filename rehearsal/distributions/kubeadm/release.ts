/** The minor of `v1.34.2`. Which words and rules hold depends on kubeadm's own. */
export function kubeadmMinor(version: string): number {
  return Number(version.split(".")[1] ?? 0);
}

/** What changed between the releases, as read in their sources (k8s.io/kubernetes v1.29.15, v1.34.2 and the changelogs between). */
export const since = {
  /** admin.conf has no rights of its own; super-admin.conf is written on the first control plane. */
  superAdmin: 29,
  /** kubeadm.k8s.io/v1beta4. */
  v1beta4: 31,
  /** The container runtime is asked through its API, not by crictl. */
  runtimeApi: 31,
  /** conntrack and the like are no longer wanted. */
  fewerTools: 32,
  /** A joining control plane's kubelet talks to its own API server; etcd joins before it does. */
  localKubelet: 33,
  /** Errors begin with `error: ` and always exit with 1; the components are asked one by one. */
  newWords: 34,
} as const;
