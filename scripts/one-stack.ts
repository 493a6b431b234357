import { parseArgs } from "node:util";
import { openStack, type RealStack } from "./engine/real-stack";

/** Switches of a command by their names, as given. */
export type Switches = ReadonlySet<string>;

/** A command for one stack on its real host. Throws what a person should read; resolves to the exit status. */
export type StackCommand = (stack: RealStack, switches: Switches) => Promise<number>;

/**
 * Runs a command that is given a stack's name and some of its `allowed` switches; `help` is for who asks, and for who
 * got it wrong. Resolves to the exit status: the command's own, 1 for what it throws, 2 for bad usage.
 */
export async function runForOneStack(
  args: readonly string[],
  { help, allowed }: { readonly help: string; readonly allowed: readonly string[] },
  command: StackCommand,
): Promise<number> {
  const options = Object.fromEntries(["help", ...allowed].map((name) => [name, { type: "boolean" as const }]));
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values["help"] === true) {
    console.log(help);
    return 0;
  }
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    console.error(`${name === undefined ? "which stack?" : "one stack at a time"}\n\n${help}`);
    return 2;
  }
  try {
    return await command(await openStack(name), new Set(Object.keys(values)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}
