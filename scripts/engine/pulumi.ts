import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { createWriteStream, mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { killTree } from "./process-tree";
import { readEventLog, type EngineEvent } from "./engine-events";

/** Where and as whom the engine runs. */
export interface PulumiSettings {
  /** The command, or a path to it. */
  readonly program: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stack: string;
  /** When it is aborted no command is begun any more; whoever aborts ends the one that runs. */
  readonly signal?: AbortSignal;
}

export interface RunOptions {
  readonly stdin?: string;
  /** Everything the engine prints is also appended to this file. */
  readonly logFile?: string;
  /** The terminal belongs to the engine: its own progress, its own questions. Errors are kept all the same. */
  readonly interactive?: boolean;
}

export interface RunResult {
  /** Exit status; undefined when a signal ended it. */
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface UpdateResult extends RunResult {
  readonly events: readonly EngineEvent[];
}

export type Update = "up" | "preview" | "refresh" | "destroy";

/** The `pulumi` command line, for one stack. */
export class Pulumi {
  readonly settings: PulumiSettings;
  private child: ChildProcess | undefined;
  private updating = false;
  private ended = false;
  private sharesTerminal = false;

  constructor(settings: PulumiSettings) {
    this.settings = settings;
  }

  /** Process id of the command that is running now, for those who must end it. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** The same, only while it is an update: a look at the state is not worth killing. */
  get updatePid(): number | undefined {
    return this.updating ? this.pid : undefined;
  }

  /** Runs any command to its end; a status other than 0 is the caller's business. */
  async run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    if (this.ended) throw new Error("the engine was ended");
    this.settings.signal?.throwIfAborted();
    const began = performance.now();
    const child = this.start(args, options);
    this.child = child;
    const output = collect(child, options.logFile);
    child.stdin?.end(options.stdin ?? "");
    const status = await new Promise<number | undefined>((resolve, reject) => {
      child.on("error", (error) => reject(missing(this.settings.program, error)));
      child.on("close", (code) => resolve(code ?? undefined));
    });
    this.child = undefined;
    return { status, ...(await output()), seconds: (performance.now() - began) / 1000 };
  }

  /** Runs a command that must succeed and gives what it printed. */
  async expect(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const result = await this.run(args, options);
    if (result.status === 0) return result.stdout;
    throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed: ${(result.stderr || result.stdout).trim()}`);
  }

  /** Runs an update with the engine's event log, which tells steps and errors apart where text does not. */
  async update(
    kind: Update,
    flags: readonly string[],
    eventLog: string,
    options: RunOptions = {},
  ): Promise<UpdateResult> {
    mkdirSync(dirname(eventLog), { recursive: true });
    rmSync(eventLog, { force: true });
    const args = [kind, "--stack", this.settings.stack, "--event-log", eventLog, ...flags];
    this.updating = true;
    const result = await this.run(args, options).finally(() => (this.updating = false));
    // What an interrupted engine says of its end is no failure, and nothing follows it.
    this.settings.signal?.throwIfAborted();
    return { ...result, events: readEventLog(eventLog) };
  }

  /**
   * Asks an update that is running to end: the engine finishes the steps it is in and writes its state down. Asked twice
   * it ends at once. Nothing is done for an engine that shares our terminal, when it was the terminal that asked.
   */
  askToEnd(byTerminal: boolean): void {
    if (this.updating && !(byTerminal && this.sharesTerminal)) this.child?.kill("SIGINT");
  }

  /** Ends the command that is running now, with all it started, at once; whoever wants another one is refused. */
  end(): void {
    this.ended = true;
    if (this.pid !== undefined) killTree(this.pid);
  }

  private start(args: readonly string[], options: RunOptions): ChildProcess {
    const { program, cwd, env } = this.settings;
    const interactive = options.interactive === true;
    // --event-log is one of the engine's debugging flags.
    const all = { ...env, PULUMI_DEBUG_COMMANDS: "true" };
    // Only whoever is in the terminal's own group may read answers from it; that one hears of Ctrl-C itself. In a group of
    // its own the engine hears only from us, and we decide what a Ctrl-C means.
    this.sharesTerminal = interactive && process.stdin.isTTY;
    const stdio: StdioOptions = interactive ? ["inherit", "inherit", "pipe"] : "pipe";
    const [file, ...rest] = this.sharesTerminal ? [...unlessHungUp, program, ...args] : [program, ...args];
    const child = spawn(file, rest, { cwd, env: all, detached: !this.sharesTerminal, stdio });
    if (interactive) child.stderr?.pipe(process.stderr, { end: false });
    return child;
  }
}

/** A terminal that is closed ends whoever sits at it; an engine in the middle of its work is asked to end by us instead. */
const unlessHungUp = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh"] as const;

/** What a process prints, kept and written to a file as well; a file that cannot be written fails the command. */
function collect(child: ChildProcess, logFile: string | undefined): () => Promise<{ stdout: string; stderr: string }> {
  const text = { stdout: "", stderr: "" };
  if (logFile !== undefined) mkdirSync(dirname(logFile), { recursive: true });
  const log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a" });
  const written = log === undefined ? Promise.resolve() : finished(log);
  // Whoever waits for it hears of it; until then it is not unheard.
  written.catch(() => undefined);
  // A process that is gone reads no more of its input: its exit status tells.
  child.stdin?.on("error", () => undefined);
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
      log?.write(chunk);
    });
  }
  child.on("close", () => log?.end());
  return async () => {
    await written;
    return text;
  };
}

function missing(program: string, error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return error;
  return new Error(`"${program}" is not installed: see https://www.pulumi.com/docs/install/`);
}
