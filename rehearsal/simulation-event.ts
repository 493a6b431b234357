import type { HostEvent } from "pve-simulator";

export type {
  CommandEvent,
  DocumentEvent,
  FaultEvent,
  ForeignEvent,
  HostEvent,
  MachineEvent,
  NetworkEvent,
  RequestEvent,
  SpanBeginEvent,
  SpanEvent,
} from "pve-simulator";

/**
 * What happens in the simulation, in order. The modules emit; invariants, progress and the report only listen.
 * `at` is milliseconds on the simulation's clock; `machine` is a machine's name.
 */
export type SimulationEvent = HostEvent | ServiceEvent | ClusterEvent | ReleaseEvent;

/** Helm wrote a revision of a release down, or what became of one. */
export interface ReleaseEvent {
  readonly kind: "release";
  readonly at: number;
  readonly release: string;
  readonly namespace: string;
  readonly revision: number;
  /** E.g. `pending-install`, `deployed`. */
  readonly status: string;
}

/** What happens on a machine by itself, visible to its users: what a unit started, or wrote to the journal. */
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
    | "initialized"
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
