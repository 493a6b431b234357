import { Bash } from "just-bash";
import { FileError } from "../disk/file-error";
import { UserFiles } from "../disk/user-files";
import { UserTree, type Umask } from "../disk/user-tree";
import { asCommand } from "./commands";
import { posixDialect } from "./dialect";
import type { RunShell } from "./run-shell";
import { outputText, stdinBytes } from "./text";

/** A day of the simulation: loops that wait must not meet the interpreter's own limits first. */
const limits = {
  maxExecutionTimeMs: 24 * 3_600_000,
  maxCommandCount: 10_000_000,
  maxLoopIterations: 10_000_000,
  maxWorkUnits: 1_000_000_000,
};

/** Runs text as `sh` would, as this user on this machine. */
export const runShell: RunShell = async (session, user, script, options) => {
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
      asCommand(entry, { session, user, files, umask, signal, traps, runShell }),
    ),
  });
  bash.registerTransformPlugin(posixDialect);
  try {
    // As bytes: text the interpreter would encode character by character, and what is piped to a shell is long.
    const stdin = stdinBytes(options.stdin ?? "");
    const result = await bash.exec(script, { stdin, stdinKind: "bytes", rawScript: true, signal });
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
};

/** just-bash speaks as bash; these scripts run under dash, whose words people will search for. */
function inPosixWords(stderr: string): string {
  return stderr
    .replace(/^bash: (?:line \d+: )?(.+): command not found$/gm, "sh: 1: $1: not found")
    .replace(/^bash: (?:line \d+: )?(\/.+): No such file or directory$/gm, "sh: 1: $1: not found")
    .replace(/^bash: /gm, "sh: 1: ");
}
