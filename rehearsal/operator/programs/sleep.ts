import type { SimulationContext } from "../../simulation";
import type { OperatorProgram } from "../operator-program";

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400 };

/** `sleep` in the simulation's time, so that a script that waits between two looks waits as long as the machines it looks at. */
export function sleep({ clock, latencies }: SimulationContext): OperatorProgram {
  return {
    name: "sleep",
    silent: true,
    run: async (args, terminal) => {
      const seconds = args.map(secondsOf);
      const wrong = args.find((_, index) => seconds[index] === undefined);
      if (args.length === 0) terminal.err("sleep: missing operand\nTry 'sleep --help' for more information.\n");
      else if (wrong !== undefined)
        terminal.err(`sleep: invalid time interval '${wrong}'\nTry 'sleep --help' for more information.\n`);
      if (args.length === 0 || wrong !== undefined) return 1;
      const sum = seconds.reduce<number>((total, each) => total + (each ?? 0), 0);
      await clock.sleep(sum * latencies.guestSecond, terminal.signal);
      return 0;
    },
  };
}

function secondsOf(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  const unit = units[match?.[2] ?? "?"];
  return match && unit !== undefined ? Number(match[1]) * unit : undefined;
}
