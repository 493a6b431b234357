/** What Proxmox hosts tell of themselves. `at` is milliseconds on the simulation's clock; `machine` is a machine's name. */
export type HostEvent =
  | RequestEvent
  | SpanBeginEvent
  | SpanEvent
  | MachineEvent
  | CommandEvent
  | DocumentEvent
  | FaultEvent
  | ForeignEvent
  | NetworkEvent;

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

/** A host reloaded its network configuration. */
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

/** A piece of simulated work begins; progress shows it. */
export interface SpanBeginEvent {
  readonly kind: "span-begin";
  readonly at: number;
  readonly id: number;
  readonly machine: string;
  readonly label: string;
}

/** The same piece of work is over. `latencyMs` is what the profile says it takes: the floor is made of these. */
export interface SpanEvent {
  readonly kind: "span";
  readonly at: number;
  readonly id: number;
  readonly machine: string;
  readonly label: string;
  readonly beganAt: number;
  readonly latencyMs: number;
  readonly error?: string;
}

/** A virtual machine's life as the host and the guest see it. */
export interface MachineEvent {
  readonly kind: "machine";
  readonly at: number;
  readonly machine: string;
  readonly vmId: number;
  readonly change:
    | "created"
    | "starting"
    | "booted"
    | "boot-failed"
    | "stopping"
    | "stopped"
    | "destroyed"
    | "config"
    /** Behind the configuration's back, on its storage; `reason` is the volume. */
    | "disk-removed"
    | "document-removed"
    | "document-changed";
  /** Cores, memory and disk it really runs with, and which disk that is, given with `starting`. */
  readonly running?: {
    readonly cores: number;
    readonly memoryMiB: number;
    readonly diskGiB: number;
    readonly diskId?: string;
  };
  /** The VM's configuration as stored, given with `created` and `config`. */
  readonly config?: Readonly<Record<string, string>>;
  readonly reason?: string;
  /** Not the program did it, but somebody else on the host, or the host or the machine by itself. */
  readonly byOthers?: true;
}

/** An injected fault struck. */
export interface FaultEvent {
  readonly kind: "fault";
  readonly at: number;
  readonly fault: string;
  readonly machine?: string;
}

/** A command a client ran on a host or a machine over SSH. */
export interface CommandEvent {
  readonly kind: "command";
  readonly at: number;
  readonly machine: string;
  readonly user: string;
  readonly command: string;
  readonly phase: "start" | "end";
  readonly stdin?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
  /** Every argument vector a simulated program was started with. */
  readonly argv?: readonly (readonly string[])[];
}
