import type { Datacenter } from "../model/datacenter";
import { writeSnippet } from "../model/files";
import type { Host } from "../model/host";

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A command the host knows: the pattern of its whole text, and what it does. */
interface KnownCommand {
  readonly pattern: RegExp;
  run(shell: Shell, match: RegExpExecArray, stdin: Uint8Array): CommandResult;
}

export interface Shell {
  readonly datacenter: Datacenter;
  readonly host: Host;
  readonly user: string;
}

/** The two commands of the bpg provider's upload (its ssh/client.go): may I write as I am, or with sudo; and the write itself. */
const known: readonly KnownCommand[] = [
  { pattern: /^\/bin\/bash -c '.*id -u.*sudo -n .*'$/s, run: probeSudo },
  { pattern: /^\/bin\/bash -c '.*try_sudo \/usr\/bin\/tee (\S+)'$/s, run: tee },
];

/** Runs a command as the host would; what it does not know it does not find. */
export function runHostCommand(shell: Shell, command: string, stdin: Uint8Array): CommandResult {
  for (const entry of known) {
    const match = entry.pattern.exec(command);
    if (match) return entry.run(shell, match, stdin);
  }
  const program = command.trim().split(/\s+/)[0] ?? "";
  return { stdout: "", stderr: `bash: line 1: ${program}: command not found\n`, exitCode: 127 };
}

function probeSudo({ user }: Shell): CommandResult {
  return { stdout: user === "root" ? "0\n" : "1\n", stderr: "", exitCode: 0 };
}

function tee({ datacenter, host }: Shell, match: RegExpExecArray, stdin: Uint8Array): CommandResult {
  const path = match[1] ?? "";
  const stdout = new TextDecoder().decode(stdin);
  if (writeSnippet(datacenter, host, path, stdin)) return { stdout, stderr: "", exitCode: 0 };
  return { stdout, stderr: `/usr/bin/tee: ${path}: No such file or directory\n`, exitCode: 1 };
}
