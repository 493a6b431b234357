import { type Edit, inNode, inSection } from "../support/plans";
import type { Recording } from "../support/pulumi-mocks";
import { recordPcTips } from "../support/record-pc-tips";

// pc-tips' threads are nearly all promised; more machines need a word.
const overcommitted = inSection("proxmox", { overcommit: { memory: 2, threads: 2 } });

const edits: readonly { what: string; edit: Edit; touches: readonly string[] }[] = [
  {
    what: "adds two control planes",
    edit: inSection("nodes", {
      "ctrl-03": { role: "control-plane", vmId: 8104, address: "10.25.150.14" },
      "ctrl-04": { role: "control-plane", vmId: 8105, address: "10.25.150.15" },
    }),
    touches: ["ctrl-03", "ctrl-04"],
  },
  {
    what: "adds a worker",
    edit: inSection("nodes", { "work-03": { role: "worker", vmId: 8204, address: "10.25.150.24" } }),
    touches: ["work-03"],
  },
  { what: "removes a worker", edit: ({ nodes = {} }) => delete nodes["work-01"], touches: ["work-01"] },
  { what: "resizes a control plane", edit: inNode("ctrl-01", { memoryMiB: 12_288 }), touches: ["ctrl-01"] },
  { what: "raises a generation", edit: inNode("ctrl-00", { generation: 1 }), touches: ["ctrl-00"] },
  { what: "labels a node", edit: inNode("work-02", { labels: { disk: "fast" } }), touches: ["work-02"] },
];

describe("an edit of pc-tips that", () => {
  let before: Recording;

  beforeAll(async () => {
    before = await recordPcTips(overcommitted);
  }, 30_000);

  it.each(edits)("$what changes no other machine", async ({ edit, touches }) => {
    const after = await recordPcTips((sections) => [overcommitted, edit].forEach((change) => void change(sections)));
    expect(machinesThatDiffer(before, after)).toEqual(touches);
  });
});

function machinesThatDiffer(before: Recording, after: Recording): string[] {
  const inputs = (recording: Recording) => new Map(recording.resources.map((r) => [r.urn, JSON.stringify(r.inputs)]));
  const [old, now] = [inputs(before), inputs(after)];
  const urns = [...new Set([...old.keys(), ...now.keys()])].filter((urn) => old.get(urn) !== now.get(urn));
  return [...new Set(urns.flatMap((urn) => /(ctrl|work)-\d\d/.exec(urn)?.[0] ?? []))].sort();
}
