/** Proxmox hosts as data: what a simulation begins with. */
export interface DatacenterSpec {
  readonly hosts: Readonly<Record<string, HostSpec>>;
  /** Guests that are there beforehand. */
  readonly machines?: readonly {
    readonly name: string;
    readonly vmId: number;
    readonly host: string;
    readonly config: Readonly<Record<string, string>>;
    /** `image` is what is on it, e.g. the address it was fetched from; without it nothing boots from it. */
    readonly disk?: { readonly storage: string; readonly sizeGiB: number; readonly image?: string };
    /** Default false. */
    readonly running?: boolean;
    /** Default `qemu`. */
    readonly type?: "qemu" | "lxc";
  }[];
  /** Files that lie on a host, by volume id, e.g. `local:iso/debian.iso`. */
  readonly files?: readonly { readonly host: string; readonly volume: string }[];
  /** The API token that clients use, and what its role may do (Proxmox privilege names). */
  readonly token: TokenSpec;
  /** Tokens of other clients. */
  readonly otherTokens?: readonly TokenSpec[];
  /** Secrets of the same token on other installations than the first, by their names. */
  readonly tokenSecrets?: Readonly<Record<string, string>>;
  /** Existing groups of users. */
  readonly groups?: readonly string[];
  /** Another token with all privileges, for other users of the hosts. */
  readonly administrator?: { readonly id: string; readonly secret: string };
  /** Login on the hosts' SSH (snippets): the public key that is let in. */
  readonly sshUser: string;
  readonly sshPublicKey: string;
  /** Shown by GET /version. */
  readonly pveVersion: PveVersion;
}

export interface TokenSpec {
  /** `user@realm!name`. */
  readonly id: string;
  readonly secret: string;
  readonly privileges: readonly string[] | "all";
  /** What it may do at some paths besides. */
  readonly grants?: readonly { readonly path: string; readonly privileges: readonly string[] }[];
}

export type PveVersion = "8.4.1" | "9.1.3";

/** Kinds of storages that are simulated, in Proxmox' words. */
export const storageTypes = [
  "zfspool",
  "lvmthin",
  "lvm",
  "dir",
  "btrfs",
  "nfs",
  "cifs",
  "cephfs",
  "rbd",
  "zfs",
] as const;

export type SimulatedStorageType = (typeof storageTypes)[number];

export interface HostSpec {
  /** What Proxmox calls it. Default its key; hosts of several installations may be of one name. */
  readonly node?: string;
  /** Hosts of one name here are one Proxmox cluster, with an API of its own. Default: that of all who say nothing. */
  readonly installation?: string;
  readonly threads: number;
  readonly memoryMiB: number;
  /** Physical network interfaces; default eno1. */
  readonly nics?: readonly string[];
  /** MTU of those where somebody set one. */
  readonly interfaceMtus?: Readonly<Record<string, number>>;
  /** Its /etc/resolv.conf: what machines without settings of their own are given. */
  readonly resolver?: { readonly search: string; readonly servers: readonly string[] };
  /** Bridges that exist beforehand. Without `ports` the first one has the first interface, and the others have none. */
  readonly bridges: readonly {
    readonly name: string;
    readonly vlanAware: boolean;
    readonly cidr?: string;
    readonly ports?: readonly string[];
  }[];
  readonly storages: Readonly<
    Record<
      string,
      {
        readonly type: SimulatedStorageType;
        readonly content: readonly string[];
        readonly capacityGiB: number;
        /** The same storage as that of this name on every other host that says so. Default false. */
        readonly isShared?: boolean;
      }
    >
  >;
  /** PCI functions, e.g. `0000:01:00.0` with vendor and device `10de:1e82`. */
  readonly pci: readonly {
    readonly address: string;
    readonly id: string;
    readonly subsystemId?: string;
    readonly iommuGroup: number;
  }[];
  /** Resource mappings an administrator made beforehand. */
  readonly mappings: Readonly<Record<string, { readonly path: string; readonly id: string }>>;
}

/** A file on the internet that a host can fetch. */
export interface DownloadableFile {
  readonly url: string;
  /** Of the file's real content where `content` is given, else of a name for it: what the simulation claims its sum is. */
  readonly sha256: string;
  /** The same by another algorithm, where somebody knows it: Debian publishes no other sum. */
  readonly sha512?: string;
  readonly sizeBytes: number;
  /** Virtual disk size, for disk images. */
  readonly diskGiB?: number;
  /** What is in it, where that matters to somebody. */
  readonly content?: Uint8Array;
}
