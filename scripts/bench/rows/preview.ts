import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repeat } from "../command";
import { openRehearsal, well } from "../engine";
import { ProgramClock } from "../program-clock";
import type { Row } from "../row";

const runs = 5;

/**
 * `pulumi preview` of asgard after its `up`, every resource checked, nothing to change. The program's side is measured
 * from inside its Node process, which lives almost as long as the preview: at work it loads the SDKs and the program
 * and registers resources, else it waits for answers.
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
          ...{ what: "  its program side (Node), at work", unit: "s", target: { atMost: 1.2 } },
          samples: programs.map(({ workSeconds }) => workSeconds),
        },
        { what: "  from its start to its end", unit: "s", samples: programs.map(({ wallSeconds }) => wallSeconds) },
        { what: "  CPU of all its threads", unit: "s", samples: programs.map(({ cpuSeconds }) => cpuSeconds) },
      ];
    } finally {
      await rehearsal.close();
    }
  },
};
