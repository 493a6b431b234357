/** A virtual machine or a container as the host lists it. */
export interface Guest {
  readonly vmId: number;
  readonly type: "qemu" | "lxc";
  readonly name: string;
  readonly host: string;
  /** `running`, `stopped` …, as Proxmox says it. */
  readonly status: string;
  readonly isTemplate: boolean;
  /** Set while it is created, migrated or backed up. */
  readonly lock?: string;
  /** Its Proxmox installation, if there are several; omitted for the one behind `proxmox.endpoint`. */
  readonly installation?: string;
  /** Its notes; read only for guests with an id of ours. */
  readonly description?: string;
  /** Disks of its id besides the one that the program creates; likewise. */
  readonly addedDisks?: readonly string[];
  /** Whether it has its cloud-init drive; likewise. */
  readonly hasFirstBoot?: boolean;
  /** Its cloud-init snippets, as volumes in its configuration; likewise. */
  readonly documents?: string;
  /** Whether it was ever started; read only for those whose creation did not finish. */
  readonly wasStarted?: boolean;
  /** Its HA state, if it is under HA. */
  readonly haState?: string;
}

export interface Commented {
  readonly name: string;
  readonly comment?: string;
}

/** A PCI resource mapping. */
export interface FoundMapping extends Commented {
  /** Its Proxmox installation, if there are several; omitted for the one behind `proxmox.endpoint`. */
  readonly installation?: string;
}

/** Hosts on which nothing can be changed now. */
export interface AwayHosts {
  /** Hosts that are down or disconnected. */
  readonly offline: readonly string[];
  /** Hosts that are up, but whose Proxmox cluster has no quorum and is read-only. */
  readonly readOnly: readonly string[];
  /** All hosts, by installation; undefined if not asked. */
  readonly nodes?: ReadonlyMap<string, readonly string[]>;
}

/** What exists on the hosts and could conflict with the plan. */
export interface Inventory {
  /** Every guest of the Proxmox cluster: ids are unique in the cluster, not on the host. */
  readonly guests: readonly Guest[];
  /** Network interfaces of the hosts on which the plan creates bridges. */
  readonly interfaces: readonly (Commented & { readonly host: string })[];
  /** PCI resource mappings; empty if the plan has none. */
  readonly mappings: readonly FoundMapping[];
  /** Hosts on which nothing can be changed now. */
  readonly away?: AwayHosts;
}

/** The guest with a planned id on the planned installation: standalone hosts have their own ids. */
export function guestWithId(
  guests: readonly Guest[],
  { vmId, installation }: { readonly vmId: number; readonly installation: string },
): Guest | undefined {
  return guests.find((guest) => guest.vmId === vmId && (guest.installation ?? "") === installation);
}

/** A machine's host, from the list of all guests, if it is there. */
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
