import { failuresOf, formatFailure } from "./engine/failure";
import { goingOn } from "./engine/go-on";
import { changesOf } from "./engine/engine-events";
import type { RealStack } from "./engine/real-stack";
import type { UpdateOptions, UpdateResult } from "./engine/pulumi";
import { ask } from "./cli/ask";
import { colour } from "./cli/colour";
import { commandTyped } from "./cli/command-line";
import { forOneStack, runForOneStack } from "./one-stack";
import { clearEarlierRun, upUnlocked } from "./recover/converge";

const about =
  'Builds or changes a stack on its real host: "pulumi up", and before it whatever an earlier run left is cleared.';

const more = `
It checks the stack file first, shows what would be done and asks. When the last run failed, state is refreshed from the host; when it was killed, its lock
and the machines it left half made are removed, those only that carry this program's name and mark.

Exit status: 0 done, 1 failed or refused, 2 bad usage, 130 interrupted.`;

interface Switches {
  readonly yes?: boolean;
  readonly refresh?: boolean;
}

const say = (line: string): void => console.log(`  ${line}`);

export function main(args: readonly string[]): Promise<number> {
  const command = forOneStack(commandTyped("npm run up --", about))
    .option("--yes", "do not ask before changing anything")
    .option("--refresh", "refresh the state from the host first, even if the last run succeeded")
    .addHelpText("after", more);
  return runForOneStack(command, args, (stack) => up(stack, command.opts<Switches>()));
}

async function up(stack: RealStack, switches: Switches): Promise<number> {
  const { pulumi, plan } = stack;
  const refresh = await clearEarlierRun(pulumi, stack, say, switches);
  const options = { color: colour(), refresh };
  if (switches.yes !== true) {
    const preview = await pulumi.update("preview", options, { shown: true });
    if (preview.status !== 0) return failed(preview, stack);
    if (!(await agreed(stack, options))) return declined();
  }
  const result = await upUnlocked(pulumi, { ...options, ...goingOn(plan) }, { shown: true }, say);
  if (result.status !== 0) return failed(result, stack);
  const changes = Object.entries(changesOf(result.events)).map(([operation, count]) => `${count} ${operation}`);
  console.log(
    `\n${plan.stack} is up in ${Math.round(result.seconds)} s: ${changes.join(", ") || "nothing to change"}.`,
  );
  return 0;
}

/** The engine asks no questions of those who start it through its API, so we do. */
async function agreed({ pulumi }: RealStack, options: UpdateOptions): Promise<boolean> {
  for (;;) {
    const answer = (await ask("\nDo all this? (yes, no, or details) ", pulumi.settings.signal)).trim();
    if (answer !== "details") return answer === "yes";
    await pulumi.update("preview", { ...options, diff: true }, { shown: true });
  }
}

function declined(): number {
  console.log("Nothing was changed. Use --yes to skip the question.");
  return 1;
}

function failed(result: UpdateResult, { plan }: RealStack): number {
  const lines = failuresOf(result, plan).map(formatFailure);
  console.error(`\n${plan.stack} failed:\n  ${lines.join("\n  ")}\nFix that and run the same command again.`);
  return 1;
}
