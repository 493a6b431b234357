import { Command, CommanderError, InvalidArgumentError } from "commander";
import { escapeInLines } from "../../model/unprintable";
import { withoutPasswords } from "../../model/without-passwords";
import { INTERRUPTED, Interrupted } from "./interruption";
import { inWords } from "./in-words";
import { UsageError } from "./usage-error";

/** Exit statuses of every command; what somebody interrupted has 130. */
export const DONE = 0;
export const FAILED = 1;
export const BAD_USAGE = 2;

/**
 * A command of ours, as npm runs it: `typed` is what a person types before its arguments. Unknown flags and arguments
 * too many are refused, and nothing here ends the process: `runCommand` gives the exit status.
 */
export function commandTyped(typed: string, about: string): Command {
  return new Command(typed)
    .description(about)
    .helpOption("-h, --help", "this text")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      // What is wrong is said once, by runCommand.
      writeErr: () => undefined,
    });
}

/** Reads an option's value; the parser says which option it was when `read` throws. */
export function value<T>(read: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
  };
}

/** The same for an option that may be given several times. */
export function values<T>(read: (text: string) => T): (text: string, before: readonly T[] | undefined) => T[] {
  return (text, before = []) => [...before, value(read)(text)];
}

/**
 * Reads a command line and does what it asks for. Resolves to the exit status: `work`'s own, 2 with what is wrong with
 * the command line, 1 with what went wrong in words for people. A fault of this program is thrown on, with its stack.
 */
export async function runCommand(
  command: Command,
  args: readonly string[],
  work: () => number | Promise<number>,
): Promise<number> {
  try {
    command.parse([...args], { from: "user" });
    return await work();
  } catch (error) {
    return explain(command, error);
  }
}

function explain(command: Command, error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return DONE;
  if (error instanceof CommanderError || error instanceof UsageError) {
    const message = error.message.replace(/^error: /, "");
    say(`${message}\nsee ${command.name()} --help`);
    return BAD_USAGE;
  }
  if (error instanceof Interrupted) {
    if (error.message !== "") say(error.message);
    return INTERRUPTED;
  }
  const message = inWords(error);
  if (message === undefined) throw error;
  say(message);
  return FAILED;
}

/** Messages repeat what somebody typed, and the engine's words, in which the place of the state has its password. */
const say = (message: string): void => void process.stderr.write(`${escapeInLines(withoutPasswords(message))}\n`);
