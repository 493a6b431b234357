import type { Endpoint } from "../network/endpoint";
import type { Pair } from "./certificates";
import type { Member } from "./etcd";

/** An address of the control plane, held by whoever has the lease. */
export interface Announcement {
  readonly lease: string;
  readonly address: string;
}

/**
 * What runs of a control plane on one machine, as its cluster and its API see it: etcd and the API server, whatever
 * started them (RKE2's process, kubeadm's static pods, Talos' services).
 */
export interface ControlPlaneServer {
  /** The machine's name, for events. */
  readonly machine: string;
  readonly network: Endpoint;
  /** Name of its Node object, and its key in `cluster.servers`. */
  readonly node: string;
  readonly member: Member;
  /** Version of its API server, e.g. `v1.34.1+rke2r1`. */
  readonly version: string;
  /** What the API server shows, and the names it is good for. */
  readonly serving: Pair;
  readonly certificateNames: readonly string[];
  /** Whether etcd and the API server run here. */
  serves(): boolean;
  /** Addresses of the control plane that it would announce, if it runs something that does. */
  announcements(): readonly Announcement[];
  /** Told when its etcd member was removed while it may still run; it leaves `cluster.servers` by itself. */
  removed(): void;
}
