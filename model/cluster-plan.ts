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

/** How a machine is told who it is: by documents of cloud-init, or over an API of its own once it runs. */
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
  /** As the host has them: Proxmox compares both whenever a machine with the mapping starts. */
  readonly iommuGroup?: number;
  readonly subsystemId?: string;
}

/** Everything reviewable about one machine. Plain data, no secret, printable. */
export interface NodePlan extends SubnetNic {
  readonly name: string;
  readonly vmId: number;
  readonly host: string;
  readonly role: Role;
  /** Place among the control planes, from 0, in joining order; undefined for workers. */
  readonly controlPlaneIndex?: number;
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway: string;
  readonly dns: readonly string[];
  /** Always one: see model/search-domain.ts. */
  readonly searchDomain: string;
  /** Fixed, so that nothing depends on what Proxmox draws on clone. Upper case, colon separated. */
  readonly macAddress: string;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly storage: string;
  readonly machineType: "pc" | "q35";
  readonly firmware: Firmware;
  readonly firstBoot: FirstBootMethod;
  readonly gpu?: GpuPlan;
  /** Lower case and sorted: Proxmox lower-cases tags, and any other order would show as a change. */
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Raising it is the one way to replace this machine. */
  readonly generation: number;
  /** A control plane that will never answer again: another one takes it out of the cluster. */
  readonly failed?: true;
  /** Start order and delays on the host; needs Sys.Modify on `/`. */
  readonly startup: { readonly order: number; readonly upDelaySeconds: number; readonly downDelaySeconds: number };
  /** Sent with the clone call; its last line marks the machine as ours, for recovery after a killed run. */
  readonly description: string;
  /** The machine whose clone comes before this one in its lane, if any (model/clone-lanes.ts). */
  readonly cloneAfter?: string;
  /** With a GPU: every other worker of the host. It waits for their change too, so that a GPU that moves is released first. */
  readonly gpuAfter?: readonly string[];
}

export interface TemplatePlan {
  readonly vmId: number;
  readonly name: string;
  readonly host: string;
  /** The host that it was migrated to, where somebody looked. */
  readonly foundOn?: string;
  /** The hosts whose machines are cloned from it: its own, and with its disk on a shared storage others too. */
  readonly serves: readonly string[];
  /** The host that fetches the image. */
  readonly imageHost: string;
  /** Whether other templates take the same file. */
  readonly imageIsShared: boolean;
  readonly imageUrl: string;
  /** Of a published image; an image factory publishes none for what it builds. */
  readonly imageSum?: ImageSum;
  /**
   * What is in the image, by a name that is the same wherever it lies; the file's ends in it (file-names.ts), in .qcow2, which
   * Proxmox demands of importable images.
   */
  readonly imageName: string;
  readonly imageDiskGiB: number;
  readonly firmware: Firmware;
  readonly imageStorage: string;
  readonly diskStorage: string;
  readonly snippetStorage: string;
  readonly bridge: string;
}

/** What one host promises against what it has. */
export interface HostSum {
  readonly host: string;
  readonly memoryMiB: { readonly used: number; readonly available: number };
  readonly threads: { readonly used: number; readonly available: number };
  readonly storages: Readonly<Record<string, { readonly usedGiB: number; readonly capacityGiB: number }>>;
}

/** What is promised of a storage that several hosts share, over all of them. */
export interface SharedStorageSum {
  readonly storage: string;
  readonly hosts: readonly string[];
  readonly usedGiB: number;
  readonly capacityGiB: number;
}

/**
 * The whole environment as a value: the only thing components, the rehearsal and `npm run plan` are built from. `StackPlan` of
 * distributions/distribution.ts is the same with the keys of a distribution and the names of the systems there are.
 */
export interface ClusterPlan<C = ClusterConfig, F extends string = string> {
  readonly stack: string;
  readonly cluster: C & {
    /** Release of Kubernetes itself, as `v1.34.1`, whatever the distribution calls its own. */
    readonly kubernetesVersion: string;
    /** Filled in from serviceCidr and the single control plane's address where the stack left them out. */
    readonly dnsServiceIp: string;
    readonly endpointAddress: string;
  };
  readonly proxmox: Config["proxmox"];
  /** `user` is empty where nobody logs in. */
  readonly access: Config["access"] & { readonly user: string };
  readonly os: Config["os"] & { readonly family: F };
  readonly network: NetworkPlan;
  /** One a host that carries machines. */
  readonly templates: readonly TemplatePlan[];
  /** Control planes in joining order, then workers by VM id. */
  readonly nodes: readonly NodePlan[];
  /** Machines that are no nodes, by VM id. */
  readonly vms: readonly OutsideVmPlan[];
  readonly gpus: readonly GpuPlan[];
  /** What runs on it from the first minute; absent where the stack asks for the cluster alone. */
  readonly platform?: PlatformPlan;
  readonly sums: readonly HostSum[];
  readonly sharedStorages: readonly SharedStorageSum[];
  readonly warnings: readonly string[];
}
