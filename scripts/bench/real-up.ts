import { causesOf } from "../../rehearsal/report/causes";
import { criticalPath } from "../../rehearsal/report/critical-path";
import { necessaryChain } from "../../rehearsal/report/necessary-chain";
import { spansOf } from "../../rehearsal/report/timeline";
import { openRehearsal, well } from "./engine";
import type { Bench, Measurement } from "./row";

/** An `up` from nothing at the speed of hardware, in seconds. */
export interface RealUp {
  readonly wall: number;
  /** What no order of work can avoid. */
  readonly necessary: number;
  /** What the work on its critical path must take. */
  readonly critical: number;
}

/** The first `up` of a stack, profile real, and nothing after it. */
export async function realUp(bench: Bench, stack: string, stackFile: string): Promise<RealUp> {
  const rehearsal = await openRehearsal(bench, { stack, stackFile, profile: "real" });
  try {
    const up = well(await rehearsal.up());
    const events = rehearsal.simulation.context.events.all;
    const [spans, causes] = [spansOf(events), causesOf(rehearsal.plan, "up")];
    const necessary = necessaryChain(spans, events, up, causes);
    if (necessary === undefined) throw new Error(`${stack}: no cluster was initialized`);
    const critical = criticalPath(spans, up, causes);
    const seconds = (ms: number): number => ms / 1000;
    return {
      wall: seconds(up.endedAt - up.beganAt),
      necessary: seconds(necessary.floorMs),
      critical: seconds(critical.floorMs),
    };
  } finally {
    await rehearsal.close();
  }
}

/** Its ratios, as rows of the table. */
export function ratiosOf(what: string, { wall, necessary, critical }: RealUp, atMost: number): Measurement[] {
  return [
    { what: `${what}: wall over the necessary chain`, unit: "×", samples: [wall / necessary], target: { atMost } },
    { what: "  wall", unit: "s", samples: [wall] },
    { what: "  necessary chain", unit: "s", samples: [necessary] },
    { what: "  wall over the floor of its critical path", unit: "×", samples: [wall / critical] },
  ];
}
