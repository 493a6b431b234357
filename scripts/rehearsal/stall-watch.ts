import type { SimulationLog } from "../../rehearsal/events";
import { killTree } from "../engine/process-tree";
import type { Pulumi } from "../engine/pulumi";

/** Longer than a machine that never boots is dialled by default, the longest silence that ends by itself. */
export const STALLED_AFTER_SECONDS = 1200;

/**
 * Ends an engine that waits for something that will never come: nothing has happened in the simulation for so long that
 * nothing will. The run then fails and names every step it was in the middle of, instead of keeping somebody waiting.
 */
export function armStallWatch(
  events: SimulationLog,
  pulumi: Pick<Pulumi, "updatePid">,
  seconds: number,
  say: (line: string) => void,
): () => void {
  const timer = setInterval(() => {
    const { updatePid: pid } = pulumi;
    if (pid === undefined) return;
    say(`nothing has happened for ${seconds} s: the engine is stopped`);
    killTree(pid);
  }, seconds * 1000);
  timer.unref();
  // What machines do by themselves moves nobody on: a service that fails and starts again would do so for ever.
  const deafen = events.listen(({ kind }) => void (kind === "service" || timer.refresh()));
  return () => {
    deafen();
    clearInterval(timer);
  };
}
