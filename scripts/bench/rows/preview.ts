import { machinesAlone } from "../machines-alone";
import { PveClient } from "../../../components/pve-client";
import { readInventory } from "../../../components/read-inventory";
import type { Rehearsal } from "../../rehearsal/rehearsal";
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
    const stackFile = machinesAlone(bench.repository, "asgard");
    const rehearsal = await openRehearsal(bench, { stack: "bench-preview", stackFile, env: clock.env });
    try {
      well(await rehearsal.up());
      const previews = await repeat(runs, async () => well(await rehearsal.preview()));
      const changed = previews.find(({ changes }) => Object.keys(changes).some((operation) => operation !== "read"));
      if (changed) throw new Error("a preview announced changes");
      const programs = clock.runs.slice(-runs);
      return [
        {
          what: "preview without changes, asgard",
          unit: "s",
          target: { atMost: 3 },
          samples: previews.map(({ result }) => result.seconds),
        },
        {
          what: "  its program side (Node), at work",
          unit: "s",
          target: { atMost: 1.2 },
          samples: programs.map(({ workSeconds }) => workSeconds),
        },
        { what: "  from its start to its end", unit: "s", samples: programs.map(({ wallSeconds }) => wallSeconds) },
        { what: "  CPU of all its threads", unit: "s", samples: programs.map(({ cpuSeconds }) => cpuSeconds) },
        {
          what: "  its check of the host",
          unit: "s",
          target: { atMost: 0.3 },
          samples: await repeat(runs, () => lookAt(rehearsal)),
        },
      ];
    } finally {
      await rehearsal.close();
    }
  },
};

/** As the program looks before it registers anything: a new connection, the certificates, every list and note. */
async function lookAt({ plan, pulumi, simulation }: Rehearsal): Promise<number> {
  const began = performance.now();
  const access = { insecure: false, apiToken: simulation.credentials.apiToken, env: pulumi.settings.env };
  await readInventory(new PveClient({ ...access, endpoint: simulation.proxmox.endpoint }), plan, new Map());
  return (performance.now() - began) / 1000;
}
