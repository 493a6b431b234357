import { phaseOf, rehearseAsgard } from "../rehearsed";
import type { Row } from "../row";

/** `npm start` of asgard, profile fast, from the command to the report; it must end well to count. */
export const rehearsalRow: Row = {
  name: "rehearsal",
  about: "npm start of asgard, profile fast, warm",
  async measure(bench) {
    const { seconds, report } = await rehearseAsgard(bench, "fast");
    const phase = (name: string) => [phaseOf(report, name).seconds];
    return [
      { what: "rehearsal of asgard, fast, warm", unit: "s", samples: [seconds], target: { atMost: 90 } },
      { what: "  up", unit: "s", samples: phase("up") },
      { what: "  preview without changes", unit: "s", samples: phase("preview") },
      { what: "  destroy", unit: "s", samples: phase("destroy") },
    ];
  },
};

/** Wall time of `up` at the speed of hardware, over the floor: what the simulated work on its critical path must take. */
export const realUpRow: Row = {
  name: "real-up",
  about: "up of asgard, profile real: wall over the floor of its critical path",
  flag: "real",
  async measure(bench) {
    const { report } = await rehearseAsgard(bench, "real");
    const { seconds, floorSeconds } = phaseOf(report, "up");
    return [
      { what: "up, real: wall over floor", unit: "×", samples: [seconds / floorSeconds], target: { atMost: 1.15 } },
      { what: "  wall", unit: "s", samples: [seconds] },
      { what: "  floor", unit: "s", samples: [floorSeconds] },
    ];
  },
};
