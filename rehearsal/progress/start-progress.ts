import type { Clock } from "pve-simulator";
import type { SimulationLog } from "../events";
import { lineOf, logLine } from "./line";
import { ProgressBoard } from "./progress-board";
import type { Progress, ProgressOutput } from "./progress";

export interface ProgressOptions {
  readonly events: SimulationLog;
  readonly clock: Pick<Clock, "now">;
  /** In the order in which to show them; others are added as they turn up. */
  readonly machines?: readonly string[];
  readonly output?: ProgressOutput;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A live board by machine on a terminal; elsewhere a line for every step that ended. */
export function startProgress(options: ProgressOptions): Progress {
  const output = options.output ?? process.stdout;
  const { clock, events, machines = [], env = process.env } = options;
  return output.isTTY === true && env["TERM"] !== "dumb"
    ? new ProgressBoard({ events, clock, machines, output, env })
    : lines({ events, clock, output });
}

function lines({
  events,
  clock,
  output,
}: Pick<ProgressOptions, "events" | "clock"> & { output: ProgressOutput }): Progress {
  let current = "";
  const say = (line: string) => output.write(`${line}\n`);
  const stop = events.listen((event) => {
    const line = lineOf(event);
    if (line !== undefined) say(line);
  });
  return {
    phase: (name) => {
      current = name;
      say(logLine(clock.now(), "", `${name} begins`));
    },
    phaseEnded: (text) => say(logLine(clock.now(), "", `${current} ended: ${text}`)),
    note: (text) => say(logLine(clock.now(), "", text)),
    stop: () => stop(),
  };
}
