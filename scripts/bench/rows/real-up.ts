import { phaseOf, rehearseAsgard } from "../rehearsed";
import type { Row } from "../row";

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
