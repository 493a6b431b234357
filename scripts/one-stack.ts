import type { Command } from "commander";
import { runCommand } from "./cli/command-line";
import { withRealStack, type RealStack } from "./engine/real-stack";
import { stackOfCheckout } from "./stack-files";

/** Adds the one argument of a command for one stack on its real host. */
export function forOneStack(command: Command): Command {
  return command.argument("<stack>", "name of a Pulumi.<stack>.yaml of this checkout");
}

/** Reads the command line, opens the stack it names and works on it. Resolves to the exit status. */
export function runForOneStack(
  command: Command,
  args: readonly string[],
  work: (stack: RealStack) => Promise<number>,
): Promise<number> {
  return runCommand(command, args, () => withRealStack(stackOfCheckout(command.args[0] ?? ""), work));
}
