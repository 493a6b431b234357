import type { MachineConfig } from "./config/machine-config";
import type { Methods } from "./rpc";
import type { ServiceStatus } from "./services";

/** What a configured machine runs of a cluster, besides the operating system. */
export interface NodeRuntime {
  /** What the machine's API can do with it. */
  readonly methods: Methods;
  services(): readonly ServiceStatus[];
  /** Another configuration was applied without a reboot. */
  reconfigured(config: MachineConfig): void;
  /** Moves the pods away; throws when that cannot be done. */
  cordonAndDrain(): Promise<void>;
  /** Takes the machine's member out of etcd, if it has one. */
  leaveEtcd(): Promise<void>;
  /** Stops etcd and the kubelet; the machine goes down or is about to. */
  stop(): void;
}
