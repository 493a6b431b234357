import type { Config } from "./config";
import type { OutsideVmPlan } from "./outside-vm-plan";
import type { PlatformPlan } from "./platform/platform-plan";
import type { Firmware } from "./firmware";
import type { ClusterConfig } from "./schema/cluster-keys";
import type { ImageSum } from "./image-sum";
import type { NetworkPlan } from "./network-plan";
import type { SubnetNic } from "./subnet-nic";
import type { Taint } from "./taints";

export type Role = "control-plane" | "worker";

/** How a machine is configured: by cloud-init, or over the system's own API once it runs. */
export type FirstBootMethod = "cloud-init" | "api";

/** The GPU a machine holds, through a Proxmox resource mapping (raw PCI addresses need root@pam). */
export interface GpuPlan {
  readonly name: string;
  readonly host: string;
  readonly mapping: string;
  /** PCI address without function, e.g. `0000:01:00`: the whole GPU. */
  readonly path: string;
  readonly deviceIds: readonly string[];
  readonly manageMapping: boolean;
  /** As on the host: Proxmox compares both whenever a machine with the mapping starts. */
  readonly iommuGroup?: number;
  readonly subsystemId?: string;
}

/** Everything reviewable about one machine. Plain data, no secret, printable. */
export interface NodePlan extends SubnetNic {
  readonly name: string;
  readonly vmId: number;
  readonly host: string;
  readonly role: Role;
  /** Index among the control planes, from 0, in joining order; undefined for workers. */
  readonly controlPlaneIndex?: number;
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway: string;
  readonly dns: readonly string[];
  /** Always set: see model/search-domain.ts. */
  readonly searchDomain: string;
  /** Fixed, rather than random at clone time. Upper case, colon separated. */
  readonly macAddress: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly storage: string;
  readonly machineType: "pc" | "q35";
  readonly firmware: Firmware;
  readonly firstBoot: FirstBootMethod;
  readonly gpu?: GpuPlan;
  /** Lower case and sorted: Proxmox converts tags to lower case, and any other order would show as a change. */
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Raising it is the only way to replace this machine. */
  readonly generation: number;
  /** A control plane that will never answer again: another one removes it from the cluster. */
  readonly failed?: true;
  /** Start order and delays on the host; needs Sys.Modify on `/`. */
  readonly startup: { readonly order: number; readonly upDelaySeconds: number; readonly downDelaySeconds: number };
  /** Sent with the clone request; its last line marks the machine as ours, for recovery after a killed run. */
  readonly description: string;
  /** The previous machine in its clone lane, if any (model/clone-lanes.ts). */
  readonly cloneAfter?: string;
  /** With a GPU: every other worker of the host. Their changes come first, so that a GPU that moves is released. */
  readonly gpuAfter?: readonly string[];
}

export interface TemplatePlan {
  readonly vmId: number;
  readonly name: string;
  readonly host: string;
  /** The host that it was migrated to, if the hosts were read. */
  readonly foundOn?: string;
  /** The hosts whose machines are cloned from it: its own, and others if its disk is on a shared storage. */
  readonly serves: readonly string[];
  /** The host that downloads the image. */
  readonly imageHost: string;
  /** Whether other templates use the same file. */
  readonly imageIsShared: boolean;
  readonly imageUrl: string;
  /** Checksum of a published image; an image factory publishes none. */
  readonly imageSum?: ImageSum;
  /**
   * The image's content, by a name that is the same on every host; the file name ends with it (file-names.ts), and with
   * .qcow2, which Proxmox requires for imports.
   */
  readonly imageName: string;
  readonly imageDiskGiB: number;
  readonly firmware: Firmware;
  readonly imageStorage: string;
  readonly diskStorage: string;
  readonly snippetStorage: string;
  readonly bridge: string;
}

/** What is allocated on a host, and what it has. */
export interface HostSum {
  readonly host: string;
  readonly memoryMiB: { readonly used: number; readonly available: number };
  readonly threads: { readonly used: number; readonly available: number };
  readonly storages: Readonly<Record<string, { readonly usedGiB: number; readonly capacityGiB: number }>>;
}

/** What is allocated on a storage that several hosts share. */
export interface SharedStorageSum {
  readonly storage: string;
  readonly hosts: readonly string[];
  readonly usedGiB: number;
  readonly capacityGiB: number;
}

/**
 * The whole environment as a value: the only input of components, the rehearsal and `npm run plan`. `StackPlan` in
 * distributions/distribution.ts is the same with a distribution's keys and the names of operating systems.
 */
export interface ClusterPlan<C = ClusterConfig, F extends string = string> {
  readonly stack: string;
  readonly cluster: C & {
    /** The Kubernetes release, e.g. `v1.34.1`, independent of the distribution's own release. */
    readonly kubernetesVersion: string;
    /** Derived from serviceCidr and the single control plane's address if the stack omits them. */
    readonly dnsServiceIp: string;
    readonly endpointAddress: string;
  };
  readonly proxmox: Config["proxmox"];
  /** `user` is empty if there is no login. */
  readonly access: Config["access"] & { readonly user: string };
  readonly os: Config["os"] & { readonly family: F };
  readonly network: NetworkPlan;
  /** One per host with machines. */
  readonly templates: readonly TemplatePlan[];
  /** Control planes in joining order, then workers by VM id. */
  readonly nodes: readonly NodePlan[];
  /** VMs outside the cluster, by VM id. */
  readonly vms: readonly OutsideVmPlan[];
  readonly gpus: readonly GpuPlan[];
  /** What the program creates on the cluster; absent if the stack has none. */
  readonly platform?: PlatformPlan;
  readonly sums: readonly HostSum[];
  readonly sharedStorages: readonly SharedStorageSum[];
  readonly warnings: readonly string[];
}
