import type { CommandEvent, SimulationEvent } from "../../rehearsal/events";
import { converges } from "../support/convergence";
import { endRehearsal, hasty, problemsOf, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(180_000);

/** The join goes on for longer than a busy computer takes to end an engine. */
const latencies = { ...hasty, guestSecond: 40, agentJoin: 4_000 };

test("Ctrl-C ends a step at once, and the next up waits for the script that is still running on the machine", async () => {
  const rehearsal = await rehearse("ctrl-c-in-a-step", smallStack(), [], { latencies });
  const { events } = rehearsal.simulation.context;
  const isJoin = (event: SimulationEvent) => event.kind === "command" && / sh -s -- join$/.test(event.command);
  const commands = (phase: CommandEvent["phase"]) =>
    events.all.filter((event) => event.kind === "command" && event.phase === phase && isJoin(event));
  try {
    const deaf = events.listen((event) => {
      if (event.kind !== "command" || event.machine !== "worker-1" || !isJoin(event)) return;
      deaf();
      // To the engine alone: it keeps its plugins out of the terminal's process group.
      if (rehearsal.pulumi.pid !== undefined) process.kill(rehearsal.pulumi.pid, "SIGINT");
    });
    const stopped = await rehearsal.up();
    expect(stopped.ok).toBe(false);
    expect(problemsOf(stopped).join("\n")).toContain("worker-1");
    expect(commands("end").length).toBeLessThan(commands("start").length);
    await converges(rehearsal);
  } finally {
    await endRehearsal(rehearsal);
  }
});
