import { posix } from "node:path";
import type { Command, ResolvedCommandContext } from "just-bash";
import type { Account } from "../accounts";
import type { Umask, UserTree } from "../disk/user-tree";
import type { Outcome, Process, Program } from "../program";
import { quoteWords } from "./quote";
import type { RunShell } from "./run-shell";
import type { ShellSession } from "./session";
import { stdinText } from "./text";

/** The shell variable that carries the mask: variables know where a subshell ends. */
const UMASK = "__umask";
/** Runs the file its first argument names; the process that shows is that file's. */
export const EXEC = "@exec";

/** What the programs typed into one shell share. */
export interface ShellEnvironment {
  readonly session: ShellSession;
  readonly user: Account;
  readonly files: UserTree;
  readonly umask: Umask;
  readonly signal: AbortSignal;
  readonly runShell: RunShell;
  /** Actions by condition, as `trap` set them. */
  readonly traps: Map<string, string>;
}

/** A program in the form just-bash calls. */
export function asCommand(entry: Program, around: ShellEnvironment): Command {
  return {
    name: entry.name,
    trusted: true,
    execute: async (args, context) => {
      around.umask.value = Number.parseInt(context.env.get(UMASK) ?? "022", 8);
      if (entry.name !== EXEC) around.session.argv.push([entry.name.replace(/^@/, ""), ...args]);
      const process = makeProcess(around, context);
      const { stdout = "", stderr = "", exitCode = 0 } = await orKilled(process, entry.run(args, process));
      return { stdout, stderr, exitCode };
    },
  };
}

function makeProcess(around: ShellEnvironment, context: ResolvedCommandContext): Process {
  const { session, user, files, runShell } = around;
  const signal = context.signal ?? around.signal;
  const env = context.exportedEnv ?? Object.fromEntries(context.env);
  const { origCommand } = context;
  return {
    guest: session.guest,
    user,
    env,
    cwd: context.cwd,
    files,
    stdin: stdinText(context.stdin),
    signal,
    path: (word) => posix.resolve(context.cwd, word),
    run: (argv, options = {}) =>
      runShell({ ...session, signal: options.signal ?? signal }, options.user ?? user, quoteWords(argv), {
        stdin: options.stdin,
        env: options.env ?? env,
        cwd: options.cwd ?? context.cwd,
        signal: options.signal ?? signal,
      }),
    ...(origCommand && { original: (args) => origCommand([...args]) }),
    trap: (condition, action) => void around.traps.set(condition, action),
    started: (argv) => void session.argv.push(argv),
    setUmask: async (mask) => {
      around.umask.value = mask;
      await context.assignShellVariable?.(UMASK, mask.toString(8).padStart(3, "0"));
    },
    script: (text, options = {}) =>
      runShell({ ...session, signal }, user, text, {
        stdin: options.stdin,
        env: options.env ?? env,
        cwd: context.cwd,
        signal,
      }),
  };
}

/** A killed process leaves at once, whatever it was waiting for. */
async function orKilled(process: Process, running: Outcome | Promise<Outcome>): Promise<Outcome> {
  if (!(running instanceof Promise)) return running;
  if (process.signal.aborted) return { exitCode: 129 };
  let leave = (): void => undefined;
  const killed = new Promise<Outcome>((resolve) => {
    leave = () => resolve({ exitCode: 129 });
    process.signal.addEventListener("abort", leave, { once: true });
  });
  try {
    return await Promise.race([running, killed]);
  } finally {
    process.signal.removeEventListener("abort", leave);
  }
}
