import { join } from "node:path";
import { renderPlanText } from "../../model/render/plan-text";
import { renderTopologySvg } from "../../model/render/topology-svg";
import { topology } from "../../model/topology";
import { profiles } from "../../rehearsal/latencies";
import { terminalReport } from "../../rehearsal/report/terminal/terminal-report";
import { writeReport } from "../../rehearsal/report/write-report";
import { planOf } from "../engine/plan-of";
import { setUpTools } from "../toolchain-setup";
import { recordOf } from "./closing";
import { nextInterruption, untilInterrupted } from "./interruption";
import { live } from "./life";
import { lookAround } from "./look-around";
import { isGuarded, runGuarded, unroutableAttempts } from "./network-guard";
import { Rehearsal } from "./rehearsal";
import { formatFault } from "./fault-argument";
import type { RehearseOptions } from "./rehearse-options";
import type { StateCapture } from "./state-capture";

export interface PerformanceOptions extends Omit<RehearseOptions, "stackFile"> {
  /** Text of the stack file. */
  readonly stackFile: string;
  readonly repository: string;
  readonly directory: string;
  /** The command line, to be run again under the network guard. */
  readonly args: readonly string[];
}

interface PlayOptions extends PerformanceOptions {
  readonly versions: Readonly<Record<string, string>>;
}

/** Sets up, rehearses, reports. Resolves to the exit status. */
export async function perform(options: PerformanceOptions): Promise<number> {
  const say = options.json ? (line: string) => console.error(line) : (line: string) => console.log(line);
  const plan = planOf(options.stackFile, options.stack);
  const tools = await setUpTools();
  const again = [join(options.repository, "scripts", "run.mjs"), "rehearse", ...options.args];
  const status = await runGuarded(tools.netguard, again);
  if (status !== undefined) return status;
  say(renderPlanText(plan));
  if (!isGuarded()) say("This machine allows no network of our own: outbound dials are watched by a trap only.");
  const rehearsal = await Rehearsal.start({ ...options, tools, latencies: profiles[options.profile], say });
  try {
    return await untilInterrupted(() => play(rehearsal, { ...options, versions: tools.versions }, say), say);
  } finally {
    await rehearsal.close();
  }
}

async function play(rehearsal: Rehearsal, options: PlayOptions, say: (line: string) => void): Promise<number> {
  let state: StateCapture | undefined;
  const before = isGuarded() ? unroutableAttempts() : 0;
  const problems = await live(rehearsal, {
    faults: options.faults.length,
    onUp: (captured) => (state = captured),
    ...(options.keep ? { whileUp: () => keep(rehearsal, options, say) } : {}),
    say,
  });
  const attempts = isGuarded() ? unroutableAttempts() - before : 0;
  if (attempts > 0) rehearsal.dials.found(`${attempts} address(es)`, "had no route in a network with loopback only");
  const record = recordOf(rehearsal, {
    profile: options.profile,
    faults: options.faults.map(formatFault),
    versions: options.versions,
    topologySvg: renderTopologySvg(topology(rehearsal.plan)),
    state,
    expectedToFail: ({ kind, ok }) => kind === "up" && !ok && options.faults.length > 0,
  });
  const report = writeReport(options.directory, record);
  if (options.json) console.log(JSON.stringify(report.json, null, 2));
  say(`\n${terminalReport(report)}\nReport: ${join(options.directory, "report.html")}`);
  for (const problem of problems) say(`wrong: ${problem}`);
  return report.json.ok && problems.length === 0 ? 0 : 1;
}

/** Waits for Ctrl-C with the cluster up. */
async function keep(rehearsal: Rehearsal, { directory }: PlayOptions, say: (line: string) => void): Promise<void> {
  say(await lookAround(rehearsal, directory));
  const interruption = nextInterruption();
  await interruption.happened;
  interruption.forget();
  say("\nGoing on: destroying the rehearsed cluster.");
}
