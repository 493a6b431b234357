/** A virtual machine or a container as the host lists it. */
export interface Guest {
  readonly vmId: number;
  readonly type: "qemu" | "lxc";
  readonly name: string;
  readonly host: string;
  /** `running`, `stopped` …, as Proxmox says it. */
  readonly status: string;
  readonly isTemplate: boolean;
  /** Set while somebody makes, moves or saves it. */
  readonly lock?: string;
  /** Of several Proxmox installations the one it is of; left out for the one behind `proxmox.endpoint`. */
  readonly installation?: string;
  /** Its notes; read only of those that have an id of ours. */
  readonly description?: string;
  /** Disks of its own id besides the one that the program makes; likewise. */
  readonly addedDisks?: readonly string[];
  /** Whether it has the drive that its first boot is told by; likewise. */
  readonly hasFirstBoot?: boolean;
  /** What its first boot is told by: volumes of documents, as its file names them; likewise. */
  readonly documents?: string;
  /** Whether it was ever started; read only of those whose creation did not come to its end. */
  readonly wasStarted?: boolean;
  /** What HA makes of it, where it is under HA. */
  readonly haState?: string;
}

export interface Commented {
  readonly name: string;
  readonly comment?: string;
}

/** A PCI resource mapping. */
export interface FoundMapping extends Commented {
  /** Of several Proxmox installations the one it is of; left out for the one behind `proxmox.endpoint`. */
  readonly installation?: string;
}

/** Hosts to which nothing can be done now. */
export interface AwayHosts {
  /** These do not answer their fellows: switched off, or cut off. */
  readonly offline: readonly string[];
  /** These are on, but without the others their Proxmox cluster has no quorum, and writes nothing. */
  readonly readOnly: readonly string[];
  /** All that there are, by installation; undefined where nobody asked. */
  readonly nodes?: ReadonlyMap<string, readonly string[]>;
}

/** What the hosts hold, as far as the plan could get in its way. */
export interface Inventory {
  /** Every guest of the Proxmox cluster: ids are the cluster's, not the host's. */
  readonly guests: readonly Guest[];
  /** Network interfaces of the hosts on which the plan makes bridges. */
  readonly interfaces: readonly (Commented & { readonly host: string })[];
  /** PCI resource mappings; empty where the plan makes none. */
  readonly mappings: readonly FoundMapping[];
  /** Hosts to which nothing can be done now. */
  readonly away?: AwayHosts;
}

/** The guest that has an id where a planned one is to be: hosts that stand alone have their own ids. */
export function guestWithId(
  guests: readonly Guest[],
  { vmId, installation }: { readonly vmId: number; readonly installation: string },
): Guest | undefined {
  return guests.find((guest) => guest.vmId === vmId && (guest.installation ?? "") === installation);
}

/** Where a machine is: as the list of all guests says, if it has it. */
export const whereIs = (
  guests: readonly Guest[],
  { host, ...id }: { readonly vmId: number; readonly installation: string; readonly host: string },
): string => guestWithId(guests, id)?.host ?? host;

/** A guest in words: `CT "nas" on pve2, running`. */
export function describeGuest({ type, name, host, status, isTemplate, lock, description }: Guest): string {
  const kind = isTemplate ? "template" : type === "lxc" ? "CT" : "VM";
  const [firstLine] = (description ?? "").split("\n");
  const notes = firstLine === "" ? [] : [`notes ${JSON.stringify(shortened(firstLine))}`];
  return [`${kind} "${name}" on ${host}`, status, ...(lock === undefined ? [] : [`lock ${lock}`]), ...notes].join(", ");
}

const shortened = (text = ""): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
