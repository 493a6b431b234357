// What Proxmox hosts tell of themselves.

/** One PVE API request as it was answered. */
export interface RequestEvent {
  readonly kind: "request";
  readonly at: number;
  readonly method: string;
  /** Relative to /api2/json, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string | string[]>>;
  readonly status: number;
  /** The error text of a refusal. */
  readonly error?: string;
  /** False when life would refuse it so too and a client is expected to try (polling, lock time-outs). */
  readonly unexpected?: boolean;
}

/** A document a guest or the host stored: snippet, or cloud-init as PVE handed it over. */
export interface DocumentEvent {
  readonly kind: "document";
  readonly at: number;
  readonly machine: string;
  readonly name: string;
  readonly content: string;
}

/** A host applied its network configuration anew. */
export interface NetworkEvent {
  readonly kind: "network";
  readonly at: number;
  readonly host: string;
  /** False when there was nothing to apply. */
  readonly changed: boolean;
  /** Running machines that lost a bridge by it. */
  readonly machines: readonly string[];
  /** The host lost its own address: nobody reaches it any more. */
  readonly hostCutOff: boolean;
}

/** The program laid hands on what others made. */
export interface ForeignEvent {
  readonly kind: "foreign";
  readonly at: number;
  /** `VM 100 (nas) on pve`, `disk local-zfs:vm-100-disk-0 on pve` … */
  readonly what: string;
  /** `changed`, `removed` … */
  readonly deed: string;
  /** The guest it is or belongs to. */
  readonly vmId?: number;
  /** Of a disk: the machine of the program that has it as a drive. */
  readonly attachedTo?: string;
}
