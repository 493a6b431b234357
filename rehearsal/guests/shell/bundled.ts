import { getCommandNames } from "just-bash";
import { program, type Program } from "../program";

/** Part of the shell itself: no process starts, so no arguments are to be seen. */
export const shellBuiltins: ReadonlySet<string> = new Set([
  "echo",
  "printf",
  "true",
  "false",
  "pwd",
  "alias",
  "unalias",
  "history",
  "help",
  "time",
]);

/** Commands the interpreter brings along, by name; they run as they are but are recorded like programs. */
export const bundledPrograms: readonly Program[] = getCommandNames()
  .filter((name) => !shellBuiltins.has(name))
  .map((name) => program(name, (args, process) => process.original?.(args) ?? {}));
