import type { FileTree } from "../../../guests/disk/file-tree";
import type { CertificateAuthority } from "../../../cluster/certificates";
import { MASTERS } from "../../../cluster/identity";
import { writeKubeconfig } from "../../../cluster/kubeconfig";
import { ADMINS } from "../kubeadm";
import { kubeadmMinor, since } from "../release";

export const ETC = "/etc/kubernetes";
export const ADMIN_CONF = `${ETC}/admin.conf`;
export const SUPER_ADMIN_CONF = `${ETC}/super-admin.conf`;
export const KUBELET_CONF = `${ETC}/kubelet.conf`;
export const BOOTSTRAP_CONF = `${ETC}/bootstrap-kubelet.conf`;

export interface KubeconfigSpec {
  readonly ca: CertificateAuthority;
  readonly cluster: string;
  readonly node: string;
  /** URL through which every client reaches the control plane. */
  readonly endpoint: string;
  /** URL of this machine's own API server. */
  readonly local: string;
  /** kubeadm's own release. */
  readonly release: string;
}

/** The group whose rights an administrator has, and the API server where it asks kubelets. */
export function adminsOf(release: string): string {
  return kubeadmMinor(release) >= since.superAdmin ? ADMINS : MASTERS;
}

/** The files of a control plane: kubeadm's phase `kubeconfig`. The first one alone gets super-admin.conf and kubelet.conf. */
export async function writeKubeconfigs(
  tree: FileTree,
  spec: KubeconfigSpec,
  first: boolean,
  say: (line: string) => void,
) {
  const split = kubeadmMinor(spec.release) >= since.superAdmin;
  const files: readonly (readonly [path: string, user: string, group: string | undefined, server: string])[] = [
    [ADMIN_CONF, "kubernetes-admin", adminsOf(spec.release), spec.endpoint],
    ...(split && first ? [[SUPER_ADMIN_CONF, "kubernetes-super-admin", MASTERS, spec.endpoint] as const] : []),
    ...(first ? [[KUBELET_CONF, `system:node:${spec.node}`, "system:nodes", kubeletServer(spec)] as const] : []),
    [`${ETC}/controller-manager.conf`, "system:kube-controller-manager", undefined, spec.local],
    [`${ETC}/scheduler.conf`, "system:kube-scheduler", undefined, spec.local],
  ];
  say(`[kubeconfig] Using kubeconfig folder "${ETC}"`);
  for (const [path, user, group, server] of files) {
    const name = path.slice(ETC.length + 1);
    if (tree.exists(path)) {
      say(`[kubeconfig] Using existing kubeconfig file: "${path}"`);
      continue;
    }
    say(`[kubeconfig] Writing "${name}" kubeconfig file`);
    const pair = await spec.ca.issue({ name: `CN=${user}${group === undefined ? "" : `, O=${group}`}` });
    tree.write(path, writeKubeconfig({ server, cluster: spec.cluster, user }, spec.ca.pem, pair), 0o600);
  }
}

/** Since ControlPlaneKubeletLocalMode a control plane's kubelet talks to its own API server. */
function kubeletServer({ endpoint, local, release }: KubeconfigSpec): string {
  return kubeadmMinor(release) >= since.localKubelet ? local : endpoint;
}
