import type { Socket } from "node:net";
import type { SimulationContext } from "../simulation";
import { FileFailure } from "./file-failure";
import type { FileStatus, OperatorFile, OperatorProgram, Terminal } from "./operator-program";

/** How a stand-in says what it was started as. */
export interface Hello {
  readonly secret: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Answer {
  readonly id: number;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string };
}

/** One started process, seen from the simulation. */
export class OperatorSession implements Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  private readonly context: SimulationContext;
  private readonly socket: Socket;
  private readonly hello: Hello;
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private readonly printed = { stdout: "", stderr: "" };
  private nextId = 1;

  constructor(context: SimulationContext, socket: Socket, hello: Hello) {
    const killed = new AbortController();
    socket.once("close", () => killed.abort());
    this.context = context;
    this.socket = socket;
    this.hello = hello;
    this.cwd = hello.cwd;
    this.env = hello.env;
    this.signal = killed.signal;
  }

  /** Runs the program to its end and tells the diary. */
  async run(program: OperatorProgram): Promise<void> {
    const { args } = this.hello;
    const command = [program.name, ...args].join(" ");
    const machine = program.machine?.(args) ?? "operator";
    const about = { kind: "command", machine, user: "operator", command } as const;
    if (program.silent !== true) this.context.events.emit({ ...about, phase: "start" });
    const exitCode = await program.run(args, this);
    if (program.silent !== true)
      this.context.events.emit({ ...about, ...this.printed, phase: "end", exitCode, argv: [[program.name, ...args]] });
    this.send({ action: "exit", code: exitCode });
  }

  answered(answer: Answer): void {
    this.waiting.get(answer.id)?.(answer);
    this.waiting.delete(answer.id);
  }

  out(text: string): void {
    this.printed.stdout += text;
    this.send({ action: "out", text });
  }

  err(text: string): void {
    this.printed.stderr += text;
    this.send({ action: "err", text });
  }

  /** Whatever others on the operator's machine could read as well is a document of the diary: the invariant on secrets reads it. */
  async read(path: string): Promise<OperatorFile> {
    const { content, mode, file } = (await this.ask("read", { path })) as unknown as OperatorFile & { content: string };
    const bytes = Buffer.from(content, "base64");
    if (file && (mode & 0o077) !== 0) {
      const name = `${path} (mode ${mode.toString(8)} on the operator's machine)`;
      this.context.events.emit({ kind: "document", machine: "operator", name, content: bytes.toString("utf8") });
    }
    return { content: bytes, mode, file };
  }

  async stat(path: string): Promise<FileStatus> {
    return (await this.ask("stat", { path })) as unknown as FileStatus;
  }

  async write(path: string, content: string, mode: number): Promise<void> {
    await this.ask("write", { path, mode, content: Buffer.from(content).toString("base64") });
  }

  async makeDirectories(path: string, mode: number): Promise<void> {
    await this.ask("makeDirectories", { path, mode });
  }

  private ask(action: string, what: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new FileFailure("EIO", "the process was killed"));
      this.signal.addEventListener("abort", gone, { once: true });
      this.waiting.set(id, ({ result, error }) => {
        this.signal.removeEventListener("abort", gone);
        if (error) reject(new FileFailure(error.code, error.message));
        else resolve(result ?? {});
      });
      this.send({ id, action, ...what });
    });
  }

  private send(message: Readonly<Record<string, unknown>>): void {
    if (!this.socket.destroyed) this.socket.write(`${JSON.stringify(message)}\n`);
  }
}
