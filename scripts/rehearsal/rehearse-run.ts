import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackPlan } from "../../distributions/distribution";
import { ConfigError } from "../../model/errors";
import { renderPlanText } from "../../stack/render/plan-text";
import { profiles } from "../../rehearsal/latencies";
import { startProgress } from "../../rehearsal/progress/start-progress";
import { terminalReport } from "../../rehearsal/report/terminal/terminal-report";
import { writeReport } from "../../rehearsal/report/write-report";
import { planOf } from "../engine/plan-of";
import { privateFolder } from "../private-folder";
import { setUpTools, type Tools } from "../toolchain-setup";
import { onInterruption } from "../cli/interruption";
import { nobody } from "./observer";
import { changeRecordOf } from "./change-record";
import { type ClosingOptions, recordOf } from "./closing";
import type { EarlierStackFile } from "./earlier-stack-file";
import { live } from "./life";
import { lookAround } from "./look-around";
import { openingLines } from "./opening";
import { checkSpace } from "./enough-space";
import { checkTargets } from "./fault-targets";
import { simulatedOf } from "../../rehearsal/distributions/registry";
import { runGuarded, watchRoutes } from "./network-guard";
import { Rehearsal } from "./rehearsal";
import type { RehearseOptions } from "./rehearse-options";
import { lockStack } from "./stack-lock";
import type { StateCapture } from "./state-capture";
import { settleStrangers, strangersOf } from "./strangers";
import { untilInterrupted } from "./until-interrupted";
import { verdict } from "./verdict";

export interface RehearseRunOptions extends RehearseOptions {
  /** Text of the stack file. */
  readonly stackFile: string;
  readonly repository: string;
  /** The command line, to be run again under the network guard. */
  readonly args: readonly string[];
}

/** The options, where everything is written, and what is aborted when somebody interrupts. */
type Placed = RehearseRunOptions & { readonly directory: string; readonly signal: AbortSignal };

/** What a run came to: the record to report, and what went wrong beside it. */
interface Outcome {
  readonly problems: readonly string[];
  readonly state: StateCapture | undefined;
}

/** Sets up, rehearses, reports. Resolves to the exit status. */
export async function runRehearsal(options: RehearseRunOptions): Promise<number> {
  const plan = planOf(options.stackFile, options.stack);
  const earlier = options.from && earlierPlan(options.from, options.stack);
  checkTargets(options.faults, plan);
  for (const each of [plan, earlier]) if (each) simulatedOf(each).checkPlan(each);
  const tools = await untilInterrupted(() => setUpTools({ platform: plan.platform ?? earlier?.platform }));
  const again = [join(options.repository, "scripts", "run.mjs"), "rehearse", ...options.args];
  const status = options.keep ? undefined : await runGuarded(tools.netguard, again);
  if (status !== undefined) return status;
  const directory = privateFolder(options.repository, options.stack);
  checkSpace(directory);
  const unlock = lockStack(options.stack, directory);
  try {
    return await untilInterrupted((signal) => runHere({ ...options, directory, signal }, { plan, earlier }, tools));
  } finally {
    unlock();
  }
}

/** What is wrong with the earlier file is said under its name. */
function earlierPlan({ text, name }: EarlierStackFile, stack: string): StackPlan {
  try {
    return planOf(text, stack);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Error(`${name} is refused, nothing was started:\n${error.message}`, { cause: error });
  }
}

/** The plan that is rehearsed, and the one that its cluster comes up with where a change is. */
interface Plans {
  readonly plan: StackPlan;
  readonly earlier: StackPlan | undefined;
}

async function runHere(options: Placed, { plan, earlier }: Plans, tools: Tools): Promise<number> {
  const output = outputOf(options);
  const say = (text: string): void => void output.write(`${text}\n`);
  say(renderPlanText(plan));
  say(openingLines(options, plan, tools).join("\n"));
  // Whatever the engine still says while it ends would only bury what is said about the interruption.
  let hush = (): void => undefined;
  options.signal.addEventListener("abort", () => {
    hush();
    say(leftAfterInterruption(options));
  });

  const patience = options.profile === "fast" ? { dialAttempts: 12 } : {};
  const others = strangersOf(plan, earlier);
  const latencies = profiles[options.profile];
  const first = options.from === undefined ? {} : { stackFile: options.from.text, later: plan };
  const rehearsal = await Rehearsal.start({ ...options, ...first, ...patience, tools, latencies, others });
  await settleStrangers(rehearsal.administrator, plan, others);
  const { events, clock } = rehearsal.simulation.context;
  const progress = startProgress({ events, clock, output, machines: plan.nodes.map(({ name }) => name) });
  rehearsal.observer = progress;
  hush = () => {
    rehearsal.observer = nobody;
    progress.stop();
  };
  try {
    const outcome = await play(rehearsal, options);
    options.signal.throwIfAborted();
    progress.stop();
    const plans = earlier === undefined ? [plan] : [earlier, plan];
    const change = options.from && changeRecordOf(options.from, rehearsal.phases, plans);
    return report(rehearsal, { ...options, change, versions: tools.versions }, outcome, say);
  } finally {
    progress.stop();
    await rehearsal.close();
  }
}

/** The report is alone on standard output where programs read it. */
const outputOf = ({ json }: RehearseRunOptions): NodeJS.WriteStream => (json ? process.stderr : process.stdout);

async function play(rehearsal: Rehearsal, options: Placed): Promise<Outcome> {
  const say = (line: string): void => rehearsal.observer.note(line);
  let state: StateCapture | undefined;
  const stopWatching = watchRoutes(rehearsal.dials);
  const problems = await live(rehearsal, {
    faults: options.faults.length,
    ...(options.from && { change: options.stackFile }),
    onUp: (captured) => (state = captured),
    ...(options.keep ? { whileUp: () => keep(rehearsal, say) } : {}),
    say,
  });
  stopWatching();
  return { problems, state };
}

function report(
  rehearsal: Rehearsal,
  options: Placed & Pick<ClosingOptions, "change" | "versions">,
  { problems, state }: Outcome,
  say: (text: string) => void,
): number {
  const record = recordOf(rehearsal, { ...options, state });
  const { json, ...rest } = writeReport(options.directory, record);
  if (record.topologySvg !== undefined) writeFileSync(join(options.directory, "topology.svg"), record.topologySvg);
  if (options.json) console.log(JSON.stringify(json, null, 2));
  say(`\n${terminalReport({ json, ...rest })}\nReport: ${join(options.directory, "report.html")}`);
  const { lines, status } = verdict(json.ok, problems, options.seed);
  for (const line of lines) say(line);
  return status;
}

function leftAfterInterruption({ directory }: Placed): string {
  return (
    "\nInterrupted: the engine and the simulated host were stopped.\n" +
    `Left: ${directory} with logs and an encrypted state that the next rehearsal deletes; nothing else was touched.`
  );
}

/** Waits for Ctrl-C with the cluster up. */
async function keep(rehearsal: Rehearsal, say: (line: string) => void): Promise<void> {
  say(await lookAround(rehearsal));
  await new Promise<void>((resolve) => {
    const forget = onInterruption(() => {
      forget();
      resolve();
    });
  });
  say("Continuing: the rehearsed cluster is destroyed, then the report follows. Ctrl-C again stops immediately.");
}
