import type { MachineConfig } from "./config/machine-config";
import type { NodeRuntime } from "./node-runtime";
import type { TalosMachine } from "./talos-machine";

/** Starts a machine's part of a cluster once it has a configuration; `ready` tells when the boot sequence is over. */
export interface NodeSoftware {
  start(machine: TalosMachine, config: MachineConfig, ready: () => void): NodeRuntime;
}
