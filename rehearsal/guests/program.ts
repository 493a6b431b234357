import type { Account } from "./accounts";
import type { UserTree } from "./disk/user-tree";
import type { LinuxGuest } from "./guest";

/** What a program leaves behind. */
export interface Outcome {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}

/** A running program: where, as whom and with what it was started. */
export interface Process {
  readonly guest: LinuxGuest;
  readonly user: Account;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The file system as this user may use it. */
  readonly files: UserTree;
  readonly stdin: string;
  /** Aborted when the process is killed. */
  readonly signal: AbortSignal;
  /** An absolute path for a word of the command line. */
  path(word: string): string;
  /** Starts another program in the same shell session. */
  run(argv: readonly string[], options?: RunOptions): Promise<Required<Outcome>>;
  /** Runs text in a shell of its own. */
  script(text: string, options?: Pick<RunOptions, "stdin" | "env">): Promise<Required<Outcome>>;
  /** The bundled command this program stands before, e.g. just-bash's `date`. */
  original?(args: readonly string[]): Promise<Required<Outcome>>;
  /** Records that this process became another program. */
  started(argv: readonly string[]): void;
  /** Sets what the shell does at its end (`EXIT`) or at a signal. */
  trap(condition: string, action: string): void;
  /** Sets the file creation mask of the shell the program was typed into. */
  setUmask(mask: number): Promise<void>;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly user?: Account;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
}

/** A simulated system program. Names with a leading `@` are not on the PATH: files elsewhere start them. */
export interface Program {
  readonly name: string;
  /** Set when a package brings it: the image does not have it. */
  readonly packaged?: true;
  run(args: readonly string[], process: Process): Outcome | Promise<Outcome>;
}

export function program(name: string, run: Program["run"]): Program {
  return { name, run };
}

/** A program that is there only once its package is installed. */
export function packagedProgram(name: string, run: Program["run"]): Program {
  return { name, run, packaged: true };
}

export const ok = (stdout = ""): Outcome => ({ stdout });
export const failed = (exitCode: number, stderr: string): Outcome => ({ exitCode, stderr: `${stderr}\n` });
