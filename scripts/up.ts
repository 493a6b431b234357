import { failuresOf, formatFailure } from "./engine/failure";
import { changesOf } from "./engine/engine-events";
import type { RealStack } from "./engine/real-stack";
import { runForOneStack, type Switches } from "./one-stack";
import { converge } from "./recover/converge";

const help = `Builds or changes a stack on its real host: "pulumi up", and before it whatever an earlier run left is cleared.

  npm run up -- <stack>
      --yes          do not ask before changing anything
      --refresh      look at the host first even when the last run went well
      --help

It checks the stack file first. When the last run failed, state is refreshed from the host; when it was killed, its lock
and the machines it left half made are removed, those only that carry this program's name and mark.
Exit status: 0 done, 1 failed or refused, 2 bad usage.`;

const say = (line: string): void => console.log(`  ${line}`);

export function main(args: readonly string[]): Promise<number> {
  return runForOneStack(args, { help, allowed: ["yes", "refresh"] }, up);
}

async function up(stack: RealStack, switches: Switches): Promise<number> {
  const { pulumi, plan, openHost, waits, eventLog } = stack;
  const flags = ["--parallel", "16", ...[...switches].map((name) => `--${name}`)];
  const result = await converge(pulumi, { flags, eventLog, interactive: true, openHost, waits, say });
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
