/** A file of the operator's machine as a program reads it. */
export interface OperatorFile {
  readonly content: Buffer;
  /** Permission bits, e.g. 0o600. */
  readonly mode: number;
  /** False for pipes and devices. */
  readonly file: boolean;
}

export interface FileStatus {
  readonly mode: number;
  readonly file: boolean;
  readonly directory: boolean;
}

/** The process that was started on the operator's machine: its streams, its files, its environment. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted when the process is killed. */
  readonly signal: AbortSignal;
  out(text: string): void;
  err(text: string): void;
  /** Rejects with a FileFailure. */
  read(path: string): Promise<OperatorFile>;
  stat(path: string): Promise<FileStatus>;
  write(path: string, content: string, mode: number): Promise<void>;
  makeDirectories(path: string, mode: number): Promise<void>;
}

/** A program that a rehearsal runs in place of the one on the operator's PATH. */
export interface OperatorProgram {
  readonly name: string;
  /** The machine a command line is about, for the diary. */
  machine?(args: readonly string[]): string | undefined;
  /** Nothing worth a line in the diary. */
  readonly silent?: boolean;
  /** Resolves to the exit status. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}
