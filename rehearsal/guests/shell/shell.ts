import { posix } from "node:path";
import { Bash, getCommandNames, type Command, type ResolvedCommandContext } from "just-bash";
import type { Account } from "../accounts";
import { FileError } from "../disk/file-error";
import { UserFiles } from "../disk/user-files";
import { UserTree, type Umask } from "../disk/user-tree";
import { program, type Outcome, type Process, type Program } from "../program";
import { posixDialect } from "./dialect";
import { inPosixWords } from "./posix-words";
import { quoteWords } from "./quote";
import type { Session } from "./session";
import { outputText, stdinText } from "./text";

/** Part of the shell itself: no process starts, so no arguments are to be seen. */
const builtins = new Set(["echo", "printf", "true", "false", "pwd", "alias", "unalias", "history", "help", "time"]);
const external = getCommandNames().filter((name) => !builtins.has(name));
const UMASK = "__umask";
/** Runs the file its first argument names; the process that shows is that file's. */
export const EXEC = "@exec";

/** Commands the interpreter brings along, by name; they run as they are but are recorded like programs. */
export const bundledPrograms: readonly Program[] = external.map((name) =>
  program(name, (args, process) => process.original?.(args) ?? {}),
);
export const shellBuiltins: ReadonlySet<string> = builtins;

/** A day of the world: loops that wait must not meet the interpreter's own limits first. */
const limits = {
  maxExecutionTimeMs: 24 * 3_600_000,
  maxCommandCount: 10_000_000,
  maxLoopIterations: 10_000_000,
  maxWorkUnits: 1_000_000_000,
};

export interface ShellOptions {
  readonly stdin?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
}

/** Runs text as `sh` would, as this user on this machine. */
export async function runShell(
  session: Session,
  user: Account,
  script: string,
  options: ShellOptions,
): Promise<Required<Outcome>> {
  const umask: Umask = { value: 0o022 };
  const files = new UserTree(session.guest.tree, user, umask);
  const signal = options.signal ?? session.signal;
  const traps = new Map<string, string>();
  const bash = new Bash({
    fs: new UserFiles(files),
    cwd: options.cwd,
    env: options.env,
    defenseInDepth: false,
    executionLimits: limits,
    processInfo: { pid: 1000, uid: user.uid, gid: user.gid },
    customCommands: [...session.guest.programs.values()].map((entry) =>
      asCommand(entry, { session, user, files, umask, signal, traps }),
    ),
  });
  bash.registerTransformPlugin(posixDialect);
  try {
    const result = await bash.exec(script, { stdin: options.stdin ?? "", rawScript: true, signal });
    const onExit = traps.get("EXIT");
    const last =
      onExit === undefined ? undefined : await bash.exec(onExit, { env: result.env, rawScript: true, signal });
    return {
      stdout: outputText(result) + (last ? outputText(last) : ""),
      stderr: inPosixWords(result.stderr + (last?.stderr ?? "")),
      exitCode: result.exitCode,
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { stdout: "", stderr: `sh: 1: ${error.message}\n`, exitCode: 2 };
  }
}

interface Surroundings {
  readonly session: Session;
  readonly user: Account;
  readonly files: UserTree;
  readonly umask: Umask;
  readonly signal: AbortSignal;
  /** Actions by condition, as `trap` set them. */
  readonly traps: Map<string, string>;
}

function asCommand(entry: Program, around: Surroundings): Command {
  return {
    name: entry.name,
    trusted: true,
    execute: async (args, context) => {
      // A subshell's mask ends with it, and variables know where a subshell ends.
      around.umask.value = Number.parseInt(context.env.get(UMASK) ?? "022", 8);
      if (entry.name !== EXEC) around.session.argv.push([entry.name.replace(/^@/, ""), ...args]);
      const process = makeProcess(around, context);
      const { stdout = "", stderr = "", exitCode = 0 } = await orKilled(process, entry.run(args, process));
      return { stdout, stderr, exitCode };
    },
  };
}

function makeProcess(around: Surroundings, context: ResolvedCommandContext): Process {
  const { session, user, files } = around;
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
