/** A NIC and the bridge it is plugged into. */
export interface Nic {
  readonly bridge: string;
  readonly vlan?: number;
  readonly mac: string;
  readonly model: string;
  /** Whether the bridge has a port that leads out of the host. */
  readonly uplink?: boolean;
  /** The bridge went away under it: there is no cable until the machine starts again. */
  readonly unplugged?: true;
}

/** What a drive hangs on, in the words of the kernel's driver for it. */
export type DriveBus = "ata_piix" | "ahci" | "virtio_scsi" | "sym53c8xx" | "megaraid_sas" | "vmw_pvscsi";

/** What the hypervisor hands a machine at power-on. */
export interface PowerOn {
  readonly vmId: number;
  readonly name: string;
  readonly host: string;
  readonly cores: number;
  readonly memoryMiB: number;
  /** Size the disk has at power-on. */
  readonly diskGiB: number;
  /** Identity of the boot disk: the same one keeps its file system, a new one is a fresh copy of the image. */
  readonly diskId: string;
  /** URL of the image the disk descends from. */
  readonly image: string;
  readonly nics: readonly Nic[];
  /** The cloud-init drive exactly as PVE writes it, absent when there is none. */
  readonly cloudInit?: {
    readonly metaData: string;
    readonly userData: string;
    readonly vendorData?: string;
    readonly networkConfig: string;
  };
  /** What the cloud-init drive hangs on; one that every kernel has a driver for when it is not said. */
  readonly cloudInitBus?: DriveBus;
  /** Device ids of passed-through devices. */
  readonly pciIds: readonly string[];
  /** UEFI with keys enrolled: it starts only what those keys have signed. */
  readonly secureBoot?: boolean;
  /** QEMU's processor model, e.g. `host` or `kvm64`. */
  readonly cpuType?: string;
  /** `agent: enabled=1` in the VM's configuration. */
  readonly agentDevice: boolean;
}

/** The guests, as the hypervisor sees them. */
export interface Guests {
  /** Starts a machine and returns at once; it boots in the simulation's time. */
  powerOn(spec: PowerOn): void;
  /** Pulls the plug (`stop`) or asks the guest (`shutdown`, by ACPI or agent); resolves when it is off, rejects when the guest does not react. */
  powerOff(vmId: number, how: "stop" | "shutdown"): Promise<void>;
  /** The cables of a running machine change: another bridge or VLAN, or none any more. */
  replug(vmId: number, nics: readonly Nic[]): void;
  /** The disk of a running machine grows; what is on it does not. */
  grow(vmId: number, diskGiB: number): void;
  /** Whether the guest agent answers now. */
  agentAnswers(vmId: number): boolean;
  /** Interfaces as `qm agent network-get-interfaces` gives them; undefined while the agent does not answer. */
  interfaces(
    vmId: number,
  ): readonly { name: string; mac: string; addresses: readonly { address: string; prefix: number }[] }[] | undefined;
  /** What the agent tells of the system, as `guest-get-osinfo` does; asked only while the agent answers. */
  osInfo?(vmId: number): Readonly<Record<string, string>>;
  /** The disk is gone for good. */
  forgetDisk(diskId: string): void;
}
