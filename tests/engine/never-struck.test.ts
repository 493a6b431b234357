import { live } from "../../scripts/rehearsal/life";
import { parseFault } from "../../scripts/rehearsal/fault-argument";
import { endRehearsal, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(180_000);

test("a rehearsal whose faults never struck went wrong, however well everything else went", async () => {
  const faults = ["never-boots:worker-1@9", "pulumi-killed:worker-1/nothing of the kind"].map(parseFault);
  const rehearsal = await rehearse("never-struck", smallStack(), faults);
  try {
    const problems = await live(rehearsal, { faults: faults.length, say: () => undefined });
    expect(problems).toEqual([
      "the fault never-boots:worker-1@9 never happened: only 1 occasion(s) for it, not 9",
      "the fault pulumi-killed:worker-1/nothing of the kind@1 never happened: no occasion for it",
    ]);
  } finally {
    await endRehearsal(rehearsal);
  }
});
