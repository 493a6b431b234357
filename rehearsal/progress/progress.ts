import type { Clock } from "../clock";
import type { EventLog } from "../events";
import { LiveBoard } from "./live-board";
import { lineOf, logLine } from "./line";

/** Where progress is written: `process.stdout`, or a test's stand-in. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly events: EventLog;
  readonly clock: Pick<Clock, "now">;
  /** In the order in which to show them; others are added as they turn up. */
  readonly machines?: readonly string[];
  readonly output?: ProgressOutput;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What a person sees while a rehearsal runs. */
export interface Progress {
  /** A run begins. */
  phase(name: string): void;
  /** The run is over; `text` says how it ended, e.g. `ok` or `failed`. */
  phaseEnded(text: string): void;
  /** A line that stays, e.g. a broken law. */
  note(text: string): void;
  /** Always call it, also after a failure: it gives the terminal back. */
  stop(): void;
}

/** A live board by machine on a terminal; elsewhere a line for every step that ended. */
export function startProgress(options: ProgressOptions): Progress {
  const output = options.output ?? process.stdout;
  const { clock, events, machines = [], env = process.env } = options;
  return output.isTTY === true && env["TERM"] !== "dumb"
    ? new LiveBoard({ events, clock, machines, output, env })
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
