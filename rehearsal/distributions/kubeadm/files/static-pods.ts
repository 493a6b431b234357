import { parse, stringify } from "yaml";
import type { FileTree } from "../../../guests/disk/file-tree";
import type { KubeObject, PodSpec } from "../../../cluster/manifests";
import { remembered } from "../../../cluster/remembered";
import type { ClusterConfiguration } from "../documents/cluster-configuration";
import { componentCommand, etcdCommand, etcdImage, type EtcdSpec } from "./static-pod-commands";

export const MANIFESTS = "/etc/kubernetes/manifests";
export const ETCD_DATA = "/var/lib/etcd";

/** Components of a control plane, in the order kubeadm writes them. */
export const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

export function manifestPath(name: string): string {
  return `${MANIFESTS}/${name}.yaml`;
}

export function writeEtcdPod(tree: FileTree, spec: EtcdSpec): void {
  writePod(tree, "etcd", etcdImage(spec.release), etcdCommand(spec));
}

export function writeComponentPod(
  tree: FileTree,
  name: string,
  configuration: ClusterConfiguration,
  address: string,
): void {
  const image = `registry.k8s.io/${name}:${configuration.kubernetesVersion}`;
  writePod(tree, name, image, componentCommand(name, configuration, address));
}

function writePod(tree: FileTree, name: string, image: string, command: readonly string[]): void {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { labels: { component: name, tier: "control-plane" }, name, namespace: "kube-system" },
    spec: { containers: [{ command, image, imagePullPolicy: "IfNotPresent", name }], hostNetwork: true },
  };
  tree.write(manifestPath(name), stringify(pod, { lineWidth: 0 }), 0o600);
}

/** The static pods a kubelet would start, by file name without its ending; what is no pod is left out. */
export function readStaticPods(tree: FileTree): ReadonlyMap<string, PodSpec> {
  const files = tree.list(MANIFESTS).filter((file) => /^[^.].*\.(ya?ml|json|manifest)$/.test(file));
  const pods = files.flatMap((file): [string, PodSpec][] => {
    const pod = podOf(tree.read(`${MANIFESTS}/${file}`) ?? "");
    return pod ? [[file.replace(/\.\w+$/, ""), pod]] : [];
  });
  return new Map(pods);
}

const podOf = remembered((text): PodSpec | undefined => {
  try {
    const object = parse(text) as KubeObject | null;
    return object?.kind === "Pod" ? object.spec : undefined;
  } catch {
    return undefined;
  }
});

/** A flag of a static pod's command line. */
export function podFlag(pod: PodSpec | undefined, name: string): string | undefined {
  const prefix = `--${name}=`;
  const found = pod?.containers?.[0]?.command?.find((word) => word.startsWith(prefix));
  return found?.slice(prefix.length);
}

/** The version an image's tag names. */
export function podVersion(pod: PodSpec | undefined): string {
  return pod?.containers?.[0]?.image?.split(":").at(-1) ?? "";
}

/** Which member of which cluster the data on this disk belongs to. */
export function storedMember(tree: FileTree): { readonly cluster: string; readonly member: string } | undefined {
  const match = /^cluster (\S+) member (\S+)$/m.exec(tree.read(`${ETCD_DATA}/member/snap/db`) ?? "");
  return match?.[1] && match[2] ? { cluster: match[1], member: match[2] } : undefined;
}

export function storeMember(tree: FileTree, cluster: string, member: string): void {
  tree.makeDirectories(ETCD_DATA, 0o700);
  tree.write(`${ETCD_DATA}/member/snap/db`, `cluster ${cluster} member ${member}\n`, 0o600);
}
