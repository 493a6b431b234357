import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repeat } from "../command";
import { openRehearsal, well } from "../engine";
import { ProgramClock } from "../program-clock";
import type { Row } from "../row";

const runs = 5;

/**
 * `pulumi preview` of asgard after its `up`, every resource checked, nothing to change. The program's side is its Node
 * process from start to end, measured from inside it: loading the SDKs and the program, registering, waiting for answers.
 */
export const previewRow: Row = {
  name: "preview",
  about: "preview of asgard without changes, and the program's share of it",
  async measure(bench) {
    const clock = new ProgramClock(bench.directory);
    const stackFile = readFileSync(join(bench.repository, "Pulumi.asgard.yaml"), "utf8");
    const rehearsal = await openRehearsal(bench, { stack: "bench-preview", stackFile, env: clock.env });
    try {
      well(await rehearsal.up());
      const previews = await repeat(runs, async () => well(await rehearsal.preview()));
      const changed = previews.find(({ changes }) => Object.keys(changes).some((operation) => operation !== "read"));
      if (changed) throw new Error("a preview announced changes");
      const programs = clock.runs.slice(-runs);
      return [
        {
          ...{ what: "preview without changes, asgard", unit: "s", target: { atMost: 3 } },
          samples: previews.map(({ result }) => result.seconds),
        },
        {
          ...{ what: "  its program side (Node), wall", unit: "s", target: { atMost: 1.2 } },
          samples: programs.map(({ wallSeconds }) => wallSeconds),
        },
        { what: "  its program side (Node), CPU", unit: "s", samples: programs.map(({ cpuSeconds }) => cpuSeconds) },
      ];
    } finally {
      await rehearsal.close();
    }
  },
};
