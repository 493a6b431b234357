import { parseFault } from "../../scripts/rehearsal/fault-argument";
import { converges } from "./convergence";
import { endRehearsal, problemsOf, rehearse, smallStack } from "./rehearsal";

/** The fault fails an up, which names the machine and the step it happened in; the next up reaches what it should. */
export async function survives(argument: string, machine: string, step: string): Promise<void> {
  const fault = parseFault(argument);
  const rehearsal = await rehearse(`fault-${fault.kind}-${machine}`, smallStack(), [fault]);
  try {
    const failed = await rehearsal.up();
    expect(failed.ok).toBe(false);
    const told = problemsOf(failed).join("\n");
    expect(told).toContain(machine);
    expect(told).toContain(step);
    await converges(rehearsal);
  } finally {
    await endRehearsal(rehearsal);
  }
}
