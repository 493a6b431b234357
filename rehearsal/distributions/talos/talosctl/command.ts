import type { Fabric, Origin } from "../../../network/fabric";
import type { SimulationContext } from "../../../simulation";
import type { Terminal } from "../../../operator/operator-program";
import type { Flag, TalosctlFlags } from "./flags";

/** What a command has to work with. */
export interface Run {
  readonly context: SimulationContext;
  readonly fabric: Fabric;
  /** Where the operator stands. */
  readonly origin: Origin;
  readonly terminal: Terminal;
  readonly flags: TalosctlFlags;
  readonly operands: readonly string[];
}

/** One command of talosctl, e.g. `etcd members`. */
export interface Command {
  readonly path: string;
  readonly aliases?: readonly string[];
  readonly flags?: readonly Flag[];
  /** How many operands it takes: a number, or a range. Default none. */
  readonly operands?: number | readonly [number, number];
  run(run: Run): Promise<void>;
}

/** The message a command ends with; exit status 1. */
export class CommandError extends Error {}

/** The command failed and has already said so. */
export class Silent extends Error {}

/** Seconds on the operator's clock, which goes as fast as the simulation. */
export function pauseClock({ context }: Pick<Run, "context">, seconds: number): Promise<void> {
  return context.clock.sleep(seconds * context.latencies.guestSecond);
}

export function warn({ terminal }: Pick<Run, "terminal">, message: string): void {
  terminal.err(`WARNING: ${message}${message.endsWith("\n") ? "" : "\n"}`);
}
