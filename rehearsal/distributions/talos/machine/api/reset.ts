import { handler, RpcError, type Methods } from "../rpc";
import { Sequence, type SequencePhase } from "../sequence";
import { systemLabels } from "../talos-disk";
import type { TalosMachine } from "../talos-machine";
import { begin } from "./power";
import { drainPhase, rebootPhase, shutdownPhase, stopPhases } from "./stop-phases";

export interface ResetRequest {
  readonly graceful: boolean;
  readonly reboot: boolean;
  readonly mode: "all" | "system-disk" | "user-disks";
  /** Labels of partitions; the whole system disk where there are none. */
  readonly systemLabels: readonly string[];
}

/** machined's Reset sequence: drain and leave where it is to be graceful, stop, wipe, and go down. */
export function resetMethods(machine: TalosMachine): Methods {
  return {
    "MachineService/Reset": handler<ResetRequest>(({ request }) => {
      check(request);
      machine.stage = "resetting";
      return begin(machine, new Sequence("reset", phasesOf(machine, request)));
    }),
  };
}

function check({ mode, systemLabels: wanted }: ResetRequest): void {
  if (wanted.length > 0 && mode === "user-disks")
    throw new RpcError(
      "Unknown",
      "reset failed: invalid input, wipe mode USER_DISKS doesn't support SystemPartitionsToWipe parameter",
    );
  const strange = wanted.find((label) => !systemLabels.includes(label));
  if (strange !== undefined)
    throw new RpcError(
      "Unknown",
      `failed to get volume status with label "${strange}": resource VolumeStatuses.block.talos.dev(runtime/${strange}@undefined) doesn't exist`,
    );
}

function phasesOf(machine: TalosMachine, request: ResetRequest): SequencePhase[] {
  const { graceful, reboot, systemLabels: labels, mode } = request;
  const leaves = graceful && machine.config?.role !== "worker";
  const cleanup: SequencePhase = {
    name: "cleanup",
    task: graceful ? "removeAllPods" : "stopAllPods",
    run: () => Promise.resolve(),
  };
  const wipe: SequencePhase = {
    name: labels.length > 0 ? "resetSpec" : "reset",
    task: labels.length > 0 ? "resetSystemDiskSpec" : "resetSystemDisk",
    run: async () => {
      await machine.wait(machine.context.latencies.quickTask);
      if (labels.length === 0) machine.disk.wipeAll();
      for (const label of labels) machine.disk.wipe(label);
    },
  };
  return [
    ...(graceful ? [drainPhase(machine, true)] : []),
    cleanup,
    ...(leaves ? [leavePhase(machine)] : []),
    ...stopPhases(machine),
    ...(mode === "user-disks" ? [] : [wipe]),
    reboot ? rebootPhase(machine) : shutdownPhase(machine),
  ];
}

/** Unlike a drain that fails, a member that cannot leave ends the reset. */
function leavePhase(machine: TalosMachine): SequencePhase {
  return { name: "leave", task: "leaveEtcd", run: () => machine.runtime?.leaveEtcd() ?? Promise.resolve() };
}
