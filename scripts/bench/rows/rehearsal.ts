import { machinesAlone } from "../machines-alone";
import { largeStack } from "../large-stack";
import { ratiosOf, realUp } from "../real-up";
import { phaseOf, rehearseAsgard } from "../rehearsed";
import type { Measurement, Row } from "../row";

/** `npm start` of asgard, profile fast, from the command to the report; it must end well to count. */
export const rehearsalRow: Row = {
  name: "rehearsal",
  about: "npm start of asgard, profile fast, warm",
  async measure(bench) {
    const { seconds, report } = await rehearseAsgard(bench);
    const phase = (name: string) => [phaseOf(report, name).seconds];
    return [
      { what: "rehearsal of asgard, fast, warm", unit: "s", samples: [seconds], target: { atMost: 90 } },
      { what: "  up", unit: "s", samples: phase("up") },
      { what: "  preview without changes", unit: "s", samples: phase("preview") },
      { what: "  destroy", unit: "s", samples: phase("destroy") },
    ];
  },
};

/** The environments, and how far above its necessary chain the `up` of each may be. */
const environments = { asgard: 1.1, r730: 1.15, "pc-tips": 1.15, "home-lab": 1.15 } as const;

/** Wall time of the first `up` at the speed of hardware, over what no order of work can avoid. */
export const realUpRow: Row = {
  name: "real-up",
  about: "up of every environment, profile real: wall over the necessary chain",
  flag: "real",
  async measure(bench) {
    const measured: Measurement[] = [];
    for (const [name, atMost] of Object.entries(environments)) {
      bench.say(`  ${name}, which takes minutes`);
      const stackFile = machinesAlone(bench.repository, name);
      measured.push(...ratiosOf(`up of ${name}, real`, await realUp(bench, `bench-${name}`, stackFile), atMost));
    }
    return measured;
  },
};

/** The same for many machines, which share the storages of three hosts. */
export const realLargeUpRow: Row = {
  name: "real-large-up",
  about: "up of 60 machines on 3 hosts, profile real: wall over the necessary chain",
  flag: "real",
  measure: async (bench) =>
    ratiosOf("up of 60 on 3 hosts, real", await realUp(bench, "bench-60-on-3", largeStack(60, 3)), 1.15),
};
