import { parse, stringify } from "yaml";
import type { FileTree } from "../../../guests/disk/file-tree";
import type { KubeObject, PodSpec } from "../../manifests";
import { remembered } from "../../remembered";

export const MANIFESTS = "/etc/kubernetes/manifests";
export const ETCD_DATA = "/var/lib/etcd";

/** Components of a control plane, in the order kubeadm writes them. */
export const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

export function manifestPath(name: string): string {
  return `${MANIFESTS}/${name}.yaml`;
}

export interface EtcdSpec {
  readonly name: string;
  readonly address: string;
  /** `name=https://address:2380` of every member, the new one included. */
  readonly initialCluster: readonly string[];
  readonly isNew: boolean;
}

export function writeEtcdPod(tree: FileTree, { name, address, initialCluster, isNew }: EtcdSpec): void {
  const command = [
    "etcd",
    `--name=${name}`,
    `--advertise-client-urls=https://${address}:2379`,
    `--initial-advertise-peer-urls=https://${address}:2380`,
    `--initial-cluster=${initialCluster.join(",")}`,
    ...(isNew ? [] : ["--initial-cluster-state=existing"]),
    `--data-dir=${ETCD_DATA}`,
  ];
  writePod(tree, "etcd", "registry.k8s.io/etcd:3.6.4-0", command);
}

export function writeComponentPod(tree: FileTree, name: string, version: string, address: string): void {
  const flags =
    name === "kube-apiserver" ? [`--advertise-address=${address}`, "--secure-port=6443"] : ["--bind-address=127.0.0.1"];
  writePod(tree, name, `registry.k8s.io/${name}:${version}`, [name, ...flags]);
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
