import { parseFault } from "../../scripts/rehearsal/fault-argument";
import { hostHolds } from "../support/convergence";
import { further } from "../support/further";
import { endRehearsal, problemsOf, rehearse, smallStack } from "../support/rehearsal";
import { survives } from "../support/survives";

jest.setTimeout(180_000);

test("a clone task that fails names its machine, and the next up clones again", () =>
  survives("task-fails:qmclone:worker-1", "worker-1", "virtual machine"));

further("a resize that fails leaves no machine running with a small disk", () =>
  survives("task-fails:resize:server-1", "server-1", "virtual machine"),
);

test("a clone that hits the storage's lock, and a snippet upload that sshd refuses, are retried silently", async () => {
  const faults = ["lock-timeout", "host-ssh-full:pve"].map(parseFault);
  const rehearsal = await rehearse("fault-lock", smallStack(), faults);
  try {
    expect(problemsOf(await rehearsal.up())).toEqual([]);
    expect(rehearsal.simulation.context.faults.waiting).toEqual([]);
    hostHolds(rehearsal);
  } finally {
    await endRehearsal(rehearsal);
  }
});
