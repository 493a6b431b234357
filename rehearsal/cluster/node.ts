export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** What a kubelet says of itself when it registers. */
export interface Registration {
  readonly name: string;
  readonly machine: string;
  readonly server: boolean;
  readonly address: string;
  readonly version: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
}

/** A Node object: labels and taints of the registration stay until somebody changes them in the API. */
export class ClusterNode {
  readonly name: string;
  readonly machine: string;
  readonly server: boolean;
  readonly address: string;
  readonly createdAt: number;
  readonly uid: string;
  version: string;
  capacity: Pick<Registration, "cores" | "memoryMiB" | "diskGiB">;
  readonly labels: Map<string, string>;
  taints: NodeTaint[];
  readonly annotations = new Map<string, string>();
  unschedulable = false;
  /** Since when the kubelet is silent, undefined while it reports. */
  silentSince: number | undefined;

  constructor(registration: Registration, createdAt: number, uid: string) {
    const { name, machine, server, address, version, labels, taints, cores, memoryMiB, diskGiB } = registration;
    this.name = name;
    this.machine = machine;
    this.server = server;
    this.address = address;
    this.version = version;
    this.capacity = { cores, memoryMiB, diskGiB };
    this.createdAt = createdAt;
    this.uid = uid;
    this.taints = [...taints];
    this.labels = new Map([...Object.entries(wellKnown(registration)), ...Object.entries(labels)]);
  }
}

/** Labels kubelet and RKE2 set by themselves. */
function wellKnown({ name, server }: Registration): Record<string, string> {
  return {
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/instance-type": "rke2",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": name,
    "kubernetes.io/os": "linux",
    "node.kubernetes.io/instance-type": "rke2",
    ...(server && {
      "node-role.kubernetes.io/control-plane": "true",
      "node-role.kubernetes.io/etcd": "true",
      "node-role.kubernetes.io/master": "true",
    }),
  };
}

/** `key=value:Effect` as kubelet reads it. */
export function parseTaint(text: string): NodeTaint | undefined {
  const match = /^([^=:\s]+)(?:=([^:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(text);
  if (!match?.[1] || !match[3]) return undefined;
  return { key: match[1], effect: match[3], ...(match[2] && { value: match[2] }) };
}
