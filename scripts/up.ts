import { failuresOf, formatFailure } from "./engine/failure";
import { changesOf } from "./engine/engine-events";
import type { RealStack } from "./engine/real-stack";
import { commandTyped } from "./cli/command-line";
import { forOneStack, runForOneStack } from "./one-stack";
import { converge } from "./recover/converge";

const about =
  'Builds or changes a stack on its real host: "pulumi up", and before it whatever an earlier run left is cleared.';

const more = `
It checks the stack file first. When the last run failed, state is refreshed from the host; when it was killed, its lock
and the machines it left half made are removed, those only that carry this program's name and mark.

Exit status: 0 done, 1 failed or refused, 2 bad usage, 130 interrupted.`;

/** What the engine understands by the same names. */
interface Switches {
  readonly yes?: boolean;
  readonly refresh?: boolean;
}

const say = (line: string): void => console.log(`  ${line}`);

export function main(args: readonly string[]): Promise<number> {
  const command = forOneStack(commandTyped("npm run up --", about))
    .option("--yes", "do not ask before changing anything")
    .option("--refresh", "look at the host first even when the last run went well")
    .addHelpText("after", more);
  return runForOneStack(command, args, (stack) => up(stack, command.opts<Switches>()));
}

async function up(stack: RealStack, switches: Switches): Promise<number> {
  const { pulumi, plan, openHost, waits, eventLog } = stack;
  const flags = ["--parallel", "16", ...Object.keys(switches).map((name) => `--${name}`)];
  const result = await converge(pulumi, {
    flags,
    eventLog,
    interactive: true,
    openHost,
    waits,
    planNow: () => plan,
    say,
  });
  if (result.status !== 0) {
    const lines = failuresOf(result, plan).map(formatFailure);
    console.error(
      `\n${plan.stack} is not done:\n  ${lines.join("\n  ")}\nRun the same command again when that is mended.`,
    );
    return 1;
  }
  const changes = Object.entries(changesOf(result.events)).map(([operation, count]) => `${count} ${operation}`);
  console.log(
    `\n${plan.stack} is up in ${Math.round(result.seconds)} s: ${changes.join(", ") || "nothing to change"}.`,
  );
  return 0;
}
