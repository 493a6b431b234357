import type { SimulationSpec } from "../simulation-spec";

/** A Proxmox privilege the program's token needs, and the step that fails without it. */
export interface NeededPrivilege {
  readonly privilege: string;
  readonly reason: string;
  /** Set where the privilege exists only in that major release of Proxmox VE. */
  readonly onlyIn?: 8 | 9;
}

/**
 * The role for the token, on `/` with propagation: nothing the program does needs more. The simulation grants exactly these,
 * so that a rehearsal fails where a real host would say "Permission check failed".
 */
export const leastPrivileges: readonly NeededPrivilege[] = [
  { privilege: "VM.Allocate", reason: "create and destroy machines and the template" },
  { privilege: "VM.Audit", reason: "read machines and their state" },
  { privilege: "VM.Clone", reason: "clone the template" },
  { privilege: "VM.Config.CDROM", reason: "attach the cloud-init drive" },
  { privilege: "VM.Config.CPU", reason: "set cores and CPU type" },
  { privilege: "VM.Config.Cloudinit", reason: "set the address and the cloud-init documents" },
  { privilege: "VM.Config.Disk", reason: "attach and grow disks" },
  { privilege: "VM.Config.HWType", reason: "set machine type, SCSI controller, console and passed-through GPUs" },
  { privilege: "VM.Config.Memory", reason: "set memory" },
  { privilege: "VM.Config.Network", reason: "set the network device and its MAC address" },
  { privilege: "VM.Config.Options", reason: "set name, tags, description, guest agent and start on boot" },
  { privilege: "VM.PowerMgmt", reason: "start, shut down and reboot machines" },
  { privilege: "VM.Monitor", reason: "ask the guest agent", onlyIn: 8 },
  { privilege: "VM.GuestAgent.Audit", reason: "ask the guest agent", onlyIn: 9 },
  { privilege: "Datastore.Allocate", reason: "read a storage's path and delete images and snippets from it" },
  { privilege: "Datastore.AllocateSpace", reason: "put disks on a storage" },
  { privilege: "Datastore.AllocateTemplate", reason: "download the cloud image" },
  { privilege: "Datastore.Audit", reason: "list what a storage holds" },
  { privilege: "Mapping.Audit", reason: "read the mapping of a GPU" },
  { privilege: "Mapping.Modify", reason: "make the mapping of a GPU (PVEAdmin lacks it)" },
  { privilege: "Mapping.Use", reason: "pass a mapped GPU through to a machine" },
  { privilege: "SDN.Use", reason: "connect machines to a bridge" },
  { privilege: "Sys.Audit", reason: "look up the image behind an address and read the host's network" },
  { privilege: "Sys.Modify", reason: "set start order and delays, download by address, and create bridges" },
];

/** The names of the privileges that exist in that release. */
export function privilegesFor(pveVersion: SimulationSpec["pveVersion"]): string[] {
  const major = Number(pveVersion.split(".")[0]);
  return leastPrivileges.filter(({ onlyIn }) => onlyIn === undefined || onlyIn === major).map((p) => p.privilege);
}
