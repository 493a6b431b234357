import { handler, type Methods } from "../rpc";
import { Sequence } from "../sequence";
import type { TalosMachine } from "../talos-machine";
import { drainPhase, rebootPhase, shutdownPhase, stopPhases } from "./stop-phases";

/** Rebooting and shutting down; the sequence's events report progress. */
export function powerMethods(machine: TalosMachine): Methods {
  return {
    "MachineService/Reboot": () => begin(machine, rebootSequence(machine)),
    "MachineService/Shutdown": handler<{ readonly force?: boolean }>(({ request: { force = false } }) => {
      machine.stage = "shutting-down";
      const phases = [...(force ? [] : [drainPhase(machine, false)]), ...stopPhases(machine), shutdownPhase(machine)];
      return begin(machine, new Sequence("shutdown", phases));
    }),
  };
}

export function rebootSequence(machine: TalosMachine): Sequence {
  return new Sequence("reboot", [...stopPhases(machine), rebootPhase(machine)]);
}

/** Answers at once; the machine does it by itself. */
export function begin(machine: TalosMachine, sequence: Sequence): Sequence {
  if (sequence.name === "reboot") machine.stage = "rebooting";
  void sequence.run();
  return sequence;
}
