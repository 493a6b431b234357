import type { DocumentEvent, ForeignEvent, NetworkEvent, RequestEvent } from "./host-event";

export type * from "./host-event";

/**
 * What happens in the world, in order. The rooms emit; laws, progress and the report only listen.
 * `at` is milliseconds on the world's clock; `machine` is a machine's name.
 */
export type WorldEvent =
  | RequestEvent
  | SpanEvent
  | SpanBeginEvent
  | MachineEvent
  | CommandEvent
  | ServiceEvent
  | ClusterEvent
  | DocumentEvent
  | FaultEvent
  | ForeignEvent
  | NetworkEvent;

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

/** A command a client ran on a machine over SSH. */
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
  /** Every argument vector a simulated program was started with, for the law on secrets. */
  readonly argv?: readonly (readonly string[])[];
}

/** What a machine does by itself, and whoever is on it can see: what a unit started, or wrote to the journal. */
export interface ServiceEvent {
  readonly kind: "service";
  readonly at: number;
  readonly machine: string;
  readonly unit: string;
  /** Every argument vector a program was started with. */
  readonly argv?: readonly (readonly string[])[];
  readonly journal?: string;
}

/** A change in what the simulated Kubernetes clusters hold. `cluster` is the identity of the CA. */
export interface ClusterEvent {
  readonly kind: "cluster";
  readonly at: number;
  readonly cluster: string;
  readonly change:
    | "founded"
    | "server-joining"
    | "server-joined"
    | "server-left"
    | "server-down"
    | "server-up"
    | "agent-joined"
    | "node-cordoned"
    | "node-drained"
    | "node-uncordoned"
    | "node-removed"
    | "quorum-lost"
    | "quorum-regained"
    | "vip-moved"
    | "range-refused";
  readonly machine?: string;
  /** etcd members after the change. */
  readonly members?: { readonly voting: number; readonly learners: number; readonly up: number };
  readonly detail?: string;
}

/** An injected fault struck. */
export interface FaultEvent {
  readonly kind: "fault";
  readonly at: number;
  readonly fault: string;
  readonly machine?: string;
}
