import type { SequencePhase } from "../sequence";
import type { TalosMachine } from "../talos-machine";

/** Steps every sequence that ends with a machine going down has (machined's stopAllPhaselist). */
export function stopPhases(machine: TalosMachine): readonly SequencePhase[] {
  return [
    { name: "stopServices", task: "stopServicesForUpgrade", run: () => Promise.resolve() },
    {
      name: "stopEverything",
      task: "stopAllServices",
      run: async () => {
        machine.runtime?.stop();
        await machine.wait(machine.context.latencies.shutdown);
      },
    },
  ];
}

export const drainPhase = (machine: TalosMachine, forgiving: boolean): SequencePhase => ({
  name: "drain",
  task: "cordonAndDrainNode",
  forgiving,
  run: () => machine.runtime?.cordonAndDrain() ?? Promise.resolve(),
});

export const rebootPhase = (machine: TalosMachine): SequencePhase => ({
  name: "reboot",
  task: "reboot",
  run: () => Promise.resolve(machine.reboot()),
});

export const shutdownPhase = (machine: TalosMachine): SequencePhase => ({
  name: "shutdown",
  task: "shutdown",
  run: () => Promise.resolve(machine.halt()),
});
