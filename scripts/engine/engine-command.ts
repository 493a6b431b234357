import { spawn, type ChildProcess } from "node:child_process";
import { killTree } from "./process-tree";

/** How a command of the engine ended. */
export interface RunResult {
  /** Exit status; undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface StartOptions {
  readonly cwd: string;
  /** All of its environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin?: string;
  /** Hears what it prints, as it comes. */
  readonly onOutput?: ((text: string) => void) | undefined;
  readonly onError?: ((text: string) => void) | undefined;
}

/** The API's own result of a command; its type is not exported. */
interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/**
 * Starts the engine for Pulumi's Automation API, in the place of the API's own `PulumiCommand`: in a process group of its
 * own, so that it hears of Ctrl-C from us alone; with exactly the environment it is given; with its process id, exit
 * status and output known; with what is secret on its standard input
 * (docs/decisions/0077-scripts-run-on-the-automation-api.md).
 */
export class EngineCommand {
  readonly command: string;
  /** The API wants to know it, for what the engine can do. */
  version: string;
  private readonly signal: AbortSignal | undefined;
  private child: ChildProcess | undefined;
  private ended = false;
  private last: RunResult | undefined;

  constructor(command: string, version: string, signal?: AbortSignal) {
    this.command = command;
    this.version = version;
    this.signal = signal;
  }

  /** Process id of the command that is running now. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** How the last command ended. */
  get lastResult(): RunResult {
    if (this.last === undefined) throw new Error("no command of the engine has ended yet");
    return this.last;
  }

  /** What the Automation API calls. Rejects with the API's own errors when the command fails. */
  async run(
    args: readonly string[],
    cwd: string,
    env: Readonly<Record<string, string>>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
  ): Promise<CommandResult> {
    const given = { ...env, PULUMI_AUTOMATION_API: "true" };
    const { status, ...output } = await this.start(args, { cwd, env: given, onOutput, onError });
    const result = { ...output, code: status ?? -1 };
    if (status === 0) return result;
    const { createCommandError } = (await import("@pulumi/pulumi/automation/errors.js")) as unknown as ApiErrors;
    throw createCommandError(result);
  }

  /** Runs a command to its end; a status other than 0 is the caller's business. */
  async start(args: readonly string[], { cwd, env, stdin, onOutput, onError }: StartOptions): Promise<RunResult> {
    if (this.ended) throw new Error("the engine was ended");
    this.signal?.throwIfAborted();
    const began = performance.now();
    const all = args.includes("--non-interactive") ? args : [...args, "--non-interactive"];
    const child = spawn(this.command, all, { cwd, env: { ...env }, detached: true, stdio: "pipe" });
    this.child = child;
    const stdout = collect(child.stdout, onOutput);
    const stderr = collect(child.stderr, onError);
    // A process that is gone reads no more of its input: its exit status tells.
    child.stdin.on("error", () => undefined).end(stdin ?? "");
    const status = await statusOf(child, this.command).finally(() => (this.child = undefined));
    return (this.last = { status, stdout: stdout(), stderr: stderr(), seconds: (performance.now() - began) / 1000 });
  }

  /** Asks the command that is running to end; asked twice the engine ends at once. */
  interrupt(): void {
    this.child?.kill("SIGINT");
  }

  /** Kills the running command and its children; further commands are refused. */
  end(): void {
    this.ended = true;
    if (this.pid !== undefined) killTree(this.pid);
  }
}

interface ApiErrors {
  readonly createCommandError: (result: CommandResult) => Error;
}

function collect(stream: NodeJS.ReadableStream, hear: ((text: string) => void) | undefined): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    hear?.(chunk);
  });
  return () => text;
}

function statusOf(child: ChildProcess, program: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(missing(program, error)));
    child.on("close", (code) => resolve(code ?? undefined));
  });
}

function missing(program: string, error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return error;
  return new Error(`"${program}" is not installed: see https://www.pulumi.com/docs/install/`);
}
