import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type Answer, run } from "../../readers/program";
import { entering } from "../../../../scripts/conformance/namespaces";

/** A program that runs on a machine until it is ended. */
export interface Daemon {
  /** Everything it has said so far, on both streams. */
  readonly said: () => string;
  /** Its exit status, once it has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Ends it with a signal, TERM by default, and waits until it is gone. */
  readonly stop: (signal?: string) => Promise<void>;
}

/** A machine of a `PrivateNetwork`. */
export class PrivateMachine {
  readonly name: string;
  readonly address: string;
  private readonly holder: ChildProcess;

  constructor(name: string, address: string, holder: ChildProcess) {
    this.name = name;
    this.address = address;
    this.holder = holder;
  }

  /** Runs a program to its end. */
  run(program: string, args: readonly string[], stdin = ""): Promise<Answer> {
    const [enter = "", ...inside] = entering(this.holder);
    return run(enter, [...inside, program, ...args], stdin);
  }

  /** Runs one of the program's scripts, from its stdin as the program does; `step` is the function and its arguments. */
  script(text: string, ...step: string[]): Promise<Answer> {
    return this.run("sh", ["-s", "--", ...step], text);
  }

  /** Runs what has to succeed; hands its stdout back. */
  async read(command: string, stdin = ""): Promise<string> {
    const { status, stdout, stderr } = await this.run("sh", ["-euc", command], stdin);
    if (status !== 0) throw new Error(`${this.name}: ${command} ended with ${status}: ${stderr}${stdout}`);
    return stdout;
  }

  async write(path: string, content: string, mode = "0600"): Promise<void> {
    await this.read(`mkdir -p "$(dirname '${path}')"; umask 077; cat >'${path}'; chmod ${mode} '${path}'`, content);
  }

  /** Starts a program that stays; only it is ended by `stop`, and all with the machine. */
  async start(program: string, args: readonly string[]): Promise<Daemon> {
    const [enter = "", ...inside] = entering(this.holder);
    const announced = ["sh", "-c", 'echo $$; exec "$@" 2>&1', program];
    const child = spawn(enter, [...inside, ...announced, program, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    const heard: string[] = [];
    child.stdout.on("data", (chunk: Buffer) => heard.push(chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
    await once(child.stdout, "data");
    const pid = heard.join("").split("\n")[0] ?? "";
    const stop = async (signal = "TERM"): Promise<void> => {
      await this.run("kill", ["-s", signal, pid]);
      await ended;
    };
    return { said: () => heard.join(""), ended, stop };
  }

  /** Everything on it ends. */
  async off(): Promise<void> {
    if (this.holder.exitCode !== null) return;
    const gone = new Promise((resolve) => this.holder.on("exit", resolve));
    this.holder.stdin?.end();
    await gone;
  }
}
