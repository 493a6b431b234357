import type { LinuxGuest } from "../guests/guest";
import { titleOf } from "../guests/os-release";

export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** What a node runs on, as it says of itself. */
export interface NodeSystem {
  readonly osImage: string;
  readonly kernelVersion: string;
  readonly containerRuntime: string;
}

/** What a kubelet says of the machine it runs on. */
export function systemOf(guest: Pick<LinuxGuest, "tree" | "image">, containerRuntime: string): NodeSystem {
  return { osImage: titleOf(guest), kernelVersion: guest.image.kernel.release, containerRuntime };
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
  readonly system: NodeSystem;
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
  system: NodeSystem;
  capacity: Pick<Registration, "cores" | "memoryMiB" | "diskGiB">;
  readonly labels: Map<string, string>;
  taints: NodeTaint[];
  readonly annotations = new Map<string, string>();
  unschedulable = false;
  /** Addresses of its pods, given once. */
  podCidr: string | undefined;
  /** Since when the kubelet is silent, undefined while it reports. */
  silentSince: number | undefined;

  /** `given` are the labels the distribution sets by itself. */
  constructor(registration: Registration, given: Readonly<Record<string, string>>, createdAt: number, uid: string) {
    const { name, machine, server, address, version, labels, taints, cores, memoryMiB, diskGiB } = registration;
    this.name = name;
    this.machine = machine;
    this.server = server;
    this.address = address;
    this.version = version;
    this.system = registration.system;
    this.capacity = { cores, memoryMiB, diskGiB };
    this.createdAt = createdAt;
    this.uid = uid;
    this.taints = [...taints];
    this.labels = new Map(Object.entries({ ...wellKnown(registration), ...given, ...labels }));
  }
}

/** Labels every kubelet sets by itself. */
function wellKnown({ name }: Registration): Record<string, string> {
  return {
    "beta.kubernetes.io/arch": "amd64",
    "beta.kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    "kubernetes.io/hostname": name,
    "kubernetes.io/os": "linux",
  };
}

/** `key=value:Effect` as kubelet reads it. */
export function parseNodeTaint(text: string): NodeTaint | undefined {
  const match = /^([^=:\s]+)(?:=([^:]*))?:(NoSchedule|PreferNoSchedule|NoExecute)$/.exec(text);
  if (!match?.[1] || !match[3]) return undefined;
  return { key: match[1], effect: match[3], ...(match[2] && { value: match[2] }) };
}
