import { repeat } from "../command";
import { openRehearsal, well } from "../engine";
import { largeStack } from "../large-stack";
import type { Bench, Measurement, Row } from "../row";
import { median } from "../statistics";
import { watchTree } from "../watch-tree";

interface Preview {
  readonly seconds: number;
  /** Of the command line, the language host, the program and the plugins together. */
  readonly peakMB: number;
}

/** `preview` of a new stack of 6, 60 and 300 machines: how time grows with the count, and what the largest one needs. */
export const growthRow: Row = {
  name: "growth",
  about: "preview of new stacks of 6, 60 and 300 machines",
  async measure(bench) {
    const few = await previews(bench, 6, 3);
    const more = await previews(bench, 60, 3);
    const many = await previews(bench, 300, 1);
    const seconds = (runs: readonly Preview[]): number[] => runs.map((run) => run.seconds);
    const times = (large: readonly Preview[], small: readonly Preview[]): number[] => [
      median(seconds(large)) / median(seconds(small)),
    ];
    return [
      { what: "preview of 6 machines", unit: "s", samples: seconds(few) },
      { what: "preview of 60 machines", unit: "s", samples: seconds(more) },
      { what: "preview of 300 machines", unit: "s", samples: seconds(many), target: { atMost: 60 } },
      { what: "  60 machines over 6", unit: "×", samples: times(more, few), target: { atMost: 10 } },
      { what: "  300 machines over 60", unit: "×", samples: times(many, more), target: { atMost: 5 } },
      memory(many),
    ];
  },
};

/** The first `up` of as many machines on three hosts, with all that the engine and its programs need. */
export const growthUpRow: Row = {
  name: "growth-up",
  about: "up of 6 and 60 machines on 3 hosts, profile fast",
  flag: "real",
  measure: async (bench) => [...(await upOf(bench, 6)), ...(await upOf(bench, 60))],
};

async function upOf(bench: Bench, machines: number): Promise<Measurement[]> {
  const stack = `bench-up-${machines}`;
  const rehearsal = await openRehearsal(bench, { stack, stackFile: largeStack(machines, 3) });
  const watch = watchTree(() => rehearsal.pulumi.pid);
  try {
    const { seconds } = well(await rehearsal.up()).result;
    const { peakMB, cpuSeconds } = watch.stop();
    return [
      { what: `up of ${machines} machines on 3 hosts`, unit: "s", samples: [seconds] },
      { what: "  processor time of the engine and its programs", unit: "s", samples: [cpuSeconds] },
      { what: "  peak memory of all of them", unit: "MB", samples: [peakMB] },
    ];
  } finally {
    watch.stop();
    await rehearsal.close();
  }
}

async function previews(bench: Bench, machines: number, runs: number): Promise<Preview[]> {
  const rehearsal = await openRehearsal(bench, { stack: `bench-${machines}`, stackFile: largeStack(machines) });
  try {
    return await repeat(runs, async () => {
      const watch = watchTree(() => rehearsal.pulumi.pid);
      try {
        return { seconds: well(await rehearsal.preview()).result.seconds, peakMB: watch.stop().peakMB };
      } finally {
        watch.stop();
      }
    });
  } finally {
    await rehearsal.close();
  }
}

function memory(runs: readonly Preview[]): Measurement {
  const note =
    "proportional share (PSS) of pulumi, language host, program and plugins together, without the simulation";
  const samples = runs.map(({ peakMB }) => peakMB);
  return { what: "  300 machines, peak memory", unit: "MB", samples, target: { atMost: 1500 }, note };
}
