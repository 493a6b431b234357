import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";

/**
 * Runs a program until it is stopped, or until this process ends, however that happens: a shell beside it waits on a pipe
 * that only this process holds open, and ends it when the pipe closes.
 */
const UNTIL_PIPE_CLOSES =
  '"$0" "$@" 3<&- & program=$!; exec 2>/dev/null; (read -r _ <&3; kill -9 $program) & watch=$!; wait $program; kill $watch';

/** A real program in the background of a simulation, on loopback. */
export class Daemon {
  readonly name: string;
  private readonly process: ChildProcess;
  private readonly logFile: string;
  /** Resolves when it is there no more. */
  readonly ended: Promise<void>;
  private running = true;

  constructor(name: string, program: string, args: readonly string[], logFile: string) {
    this.name = name;
    this.logFile = logFile;
    const log = openSync(logFile, "w", 0o600);
    this.process = spawn("/bin/sh", ["-c", UNTIL_PIPE_CLOSES, program, ...args], {
      stdio: ["ignore", log, log, "pipe"],
      // No proxy, no kubeconfig, no home of the caller's.
      env: { PATH: process.env["PATH"] },
    });
    closeSync(log);
    this.ended = new Promise((resolve) => {
      const end = (): void => {
        this.running = false;
        this.process.stdio[3]?.destroy();
        resolve();
      };
      this.process.on("error", end);
      this.process.on("exit", end);
    });
  }

  /** Why it is not there any more, in its own last lines; undefined while it runs. */
  get failure(): string | undefined {
    return this.running ? undefined : `${this.name} ended: ${this.lastWords}`;
  }

  get lastWords(): string {
    return readFileSync(this.logFile, "utf8").trim().split("\n").slice(-3).join(" | ") || "it said nothing";
  }

  /** At once: what it holds goes with the simulation. */
  async stop(): Promise<void> {
    this.process.stdio[3]?.destroy();
    await this.ended;
  }
}
