import { buildReport } from "../../rehearsal/report/report";
import { changeRecordOf } from "../../scripts/rehearsal/change-record";
import { recordOf } from "../../scripts/rehearsal/closing";
import { live } from "../../scripts/rehearsal/life";
import type { Rehearsal } from "../../scripts/rehearsal/rehearsal";
import { planOf } from "../../scripts/engine/plan-of";
import { further } from "../support/further";
import { endRehearsal, rehearse, smallStack } from "../support/rehearsal";

jest.setTimeout(240_000);

let rehearsal: Rehearsal | undefined;
afterEach(async () => {
  await endRehearsal(rehearsal);
  rehearsal = undefined;
});

/** Lives through a change of the small stack; resolves to what went wrong, and to what the report says of the change. */
async function lived(name: string, edit: (text: string) => string) {
  const [text, changed] = [smallStack(), edit(smallStack())];
  const [earlier, later] = [planOf(text, name), planOf(changed, name)];
  const rehearsed = (rehearsal = await rehearse(name, text, [], { later }));
  const problems = await live(rehearsed, { faults: 0, change: changed, say: () => undefined });
  const change = changeRecordOf({ text, name: "HEAD:small" }, rehearsed.phases, [earlier, later]);
  const record = recordOf(rehearsed, { profile: "fast", faults: [], versions: {}, state: undefined, change });
  return { problems, json: buildReport(record).json };
}

further("a worker that grows and one that is added are said, with the server that nothing happens to", async () => {
  const { problems, json } = await lived("change", (text) =>
    text.replace(
      /^( +)worker-1: \{ (.*) \}\n/m,
      "$1worker-1: { $2, memoryMiB: 6144 }\n$1worker-2: { role: worker, vmId: 112, address: 10.20.0.22 }\n",
    ),
  );
  expect(problems).toEqual([]);
  expect(json.ok).toBe(true);
  expect(json.change).toMatchObject({
    from: "HEAD:small",
    phase: "change",
    machines: [
      { machine: "worker-1", effects: ["drained", "restarted"] },
      { machine: "worker-2", effects: ["created"], awaySeconds: 0 },
    ],
    untouched: ["server-1"],
    withoutQuorumSeconds: 0,
  });
  const [worker] = json.change?.machines ?? [];
  expect(worker?.awaySeconds).toBeGreaterThan(0);
  expect(worker?.cordonedSeconds).toBeGreaterThan(worker?.awaySeconds ?? 0);
  expect(json.measuredPhase).toBe("change");
});

further("a change that a running cluster cannot take fails the rehearsal, in the words of the program", async () => {
  const { problems, json } = await lived("change-refused", (text) =>
    text.replace(/^ +homelab:cluster:\n/m, "$&    podCidr: 10.250.0.0/16\n"),
  );
  expect(problems.join("\n")).toContain("podCidr");
  expect(json.ok).toBe(false);
  expect(json.change).toMatchObject({ machines: [], untouched: ["server-1", "worker-1"] });
});
