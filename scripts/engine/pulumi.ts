import type { PulumiCommand, Stack, UpOptions, UpdateSummary } from "@pulumi/pulumi/automation";
import { type EngineEvent, isForDebugging, repeatsConfiguration } from "./engine-events";
import { EngineCommand, type RunResult } from "./engine-command";
import { keepOutput } from "./kept-output";
import { parallelSteps } from "./parallel-steps";

/** Where and as whom the engine runs. */
export interface PulumiSettings {
  /** The command, or a path to it. */
  readonly program: string;
  /** Its version, where it is known; otherwise it is asked. */
  readonly version?: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stack: string;
  /** Steps of an update side by side; as for a few nodes where it is not said. */
  readonly parallel?: number;
  /** Once aborted no further command starts; the caller ends the running one. */
  readonly signal?: AbortSignal;
}

/** What an update may be told; each kind takes those that the Automation API has for it. */
export interface UpdateOptions extends Pick<UpOptions, "color" | "continueOnError" | "diff" | "exclude" | "refresh"> {
  readonly excludeProtected?: boolean;
}

/** Where an update is written down, beside what it resolves to. */
export interface UpdateRecord {
  /** Everything the engine prints is appended to this file. */
  readonly logFile?: string | undefined;
  /** Its events, one a line; of this run alone. */
  readonly eventLog?: string | undefined;
  /** What it prints goes to our own output as well. */
  readonly shown?: boolean | undefined;
}

export interface UpdateResult extends RunResult {
  readonly events: readonly EngineEvent[];
}

export type Update = "up" | "preview" | "refresh" | "previewRefresh" | "destroy";

/** The engine for one stack, through Pulumi's Automation API (docs/decisions/0077-scripts-run-on-the-automation-api.md). */
export class Pulumi {
  readonly settings: PulumiSettings;
  private readonly command: EngineCommand;
  private opening: Promise<Stack> | undefined;
  private updating = false;
  private heard: EngineEvent[] = [];

  constructor(settings: PulumiSettings) {
    this.settings = settings;
    this.command = new EngineCommand(settings.program, settings.version ?? "", settings.signal);
  }

  /** Process id of the command that is running now, for those who must end it. */
  get pid(): number | undefined {
    return this.command.pid;
  }

  /** The same, only while it is an update: a look at the state is not worth killing. */
  get updatePid(): number | undefined {
    return this.updating ? this.pid : undefined;
  }

  /** What the update that is running, or the last one, has told so far. */
  get events(): readonly EngineEvent[] {
    return this.heard;
  }

  /** Makes the stack. */
  async create(): Promise<void> {
    const { workspace } = await this.stack();
    await this.must("stack init", workspace.createStack(this.settings.stack));
  }

  /** The engine's version; throws when there is no engine. */
  async version(): Promise<string> {
    return (this.command.version ||= (await this.expect(["version"])).trim());
  }

  /** The stack's last update, by whomever; undefined if there is none, or unknown. */
  async lastUpdate(): Promise<UpdateSummary | undefined> {
    const stack = await this.stack();
    const history = await this.unlessFailed(stack.history(1, 1, false), () => []);
    return history[0];
  }

  /** Removes the lock of a run that died. */
  async cancel(): Promise<void> {
    const stack = await this.stack();
    await this.must("cancel", stack.cancel());
  }

  /**
   * Runs a command that the Automation API has no call for, or only one that puts a secret into arguments or files; a status
   * other than 0 is the caller's business.
   */
  run(args: readonly string[], { stdin = "" } = {}): Promise<RunResult> {
    const { cwd, env } = this.settings;
    return this.command.start(args, { cwd, env, stdin });
  }

  /** Runs a command that must succeed and gives what it printed. */
  async expect(args: readonly string[], options: { readonly stdin?: string } = {}): Promise<string> {
    const result = await this.run(args, options);
    if (result.status === 0) return result.stdout;
    throw failure(args.slice(0, 2).join(" "), result);
  }

  /** Runs an update, and hears of its steps and errors as events, which tell them apart where text does not. */
  async update(kind: Update, options: UpdateOptions, record: UpdateRecord = {}): Promise<UpdateResult> {
    const stack = await this.stack();
    const [log, eventLog] = [keepOutput(record.logFile), keepOutput(record.eventLog, { anew: true })];
    const events: EngineEvent[] = (this.heard = []);
    const print = (stream: NodeJS.WriteStream) => (text: string) => {
      log.write(text);
      if (record.shown) stream.write(text);
    };
    const onEvent = (event: EngineEvent): void => {
      if (isForDebugging(event) || repeatsConfiguration(event)) return;
      events.push(event);
      eventLog.write(`${JSON.stringify(event)}\n`);
    };
    const { parallel = parallelSteps({ nodes: [] }) } = this.settings;
    const hearing = { onEvent, onOutput: print(process.stdout), onError: print(process.stderr) };
    this.updating = true;
    try {
      const all = { color: "never", parallel, ...options, ...hearing } as const;
      await this.unlessFailed<unknown>(stack[kind](all), () => undefined);
    } finally {
      this.updating = false;
      await Promise.all([log.close(), eventLog.close()]);
    }
    // What an interrupted engine says of its end is no failure, and nothing follows it.
    this.settings.signal?.throwIfAborted();
    return { ...this.command.lastResult, events };
  }

  /**
   * Asks an update that is running to end: the engine finishes the steps it is in and writes its state down. Asked twice
   * it ends at once.
   */
  askToEnd(): void {
    if (this.updating) this.command.interrupt();
  }

  /** Kills the running command and its children; further commands are refused. */
  end(): void {
    this.command.end();
  }

  private must<T>(what: string, call: Promise<T>): Promise<T> {
    return this.unlessFailed(call, () => {
      throw failure(what, this.command.lastResult);
    });
  }

  /** What the API makes of a command that fails says too much; how it ended is known here. */
  private async unlessFailed<T>(call: Promise<T>, otherwise: () => T): Promise<T> {
    const { CommandError } = await import("@pulumi/pulumi/automation/index.js");
    return call.catch((error: unknown) => {
      if (error instanceof CommandError) return otherwise();
      throw error;
    });
  }

  private stack(): Promise<Stack> {
    return (this.opening ??= this.open());
  }

  /** The API takes half a second to load: not before it is needed. */
  private async open(): Promise<Stack> {
    const { cwd, env, stack: name } = this.settings;
    await this.version();
    const { LocalWorkspace, Stack } = await import("@pulumi/pulumi/automation/index.js");
    const workspace = await LocalWorkspace.create({
      workDir: cwd,
      // These commands look by themselves whose things there are.
      envVars: { ...env, PULUMI_RUN_PROGRAM: "false" },
      pulumiCommand: this.command as unknown as PulumiCommand,
    });
    // The stack that somebody selected in this folder stays selected: every command says which one it is for.
    workspace.selectStack = () => Promise.resolve();
    const stack = await Stack.select(name, workspace);
    // Nobody looks at them, and each costs another command or two after every update.
    workspace.stackOutputs = () => Promise.resolve({});
    stack.info = () => Promise.resolve(undefined);
    return stack;
  }
}

/** A command that failed, in its own words where it has any. */
export function failure(what: string, { stderr, stdout, status }: RunResult): Error {
  const ended = status === undefined ? "was ended by a signal" : `ended with status ${status}`;
  return new Error(`pulumi ${what} failed: ${stderr.trim() || stdout.trim() || `it said nothing and ${ended}`}`);
}
