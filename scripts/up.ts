import { parseArgs } from "node:util";
import { failuresOf, formatFailure } from "./engine/failure";
import { changesOf } from "./engine/engine-events";
import { openStack, type RealStack } from "./engine/real-stack";
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

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { help: { type: "boolean" }, yes: { type: "boolean" }, refresh: { type: "boolean" } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    console.error(`${name === undefined ? "which stack?" : "one stack at a time"}\n\n${help}`);
    return 2;
  }
  const flags = ["--parallel", "16", ...(values.yes ? ["--yes"] : []), ...(values.refresh ? ["--refresh"] : [])];
  try {
    return await up(await openStack(name), flags);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

async function up(stack: RealStack, flags: readonly string[]): Promise<number> {
  const { pulumi, plan, openHost, waits, eventLog } = stack;
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
