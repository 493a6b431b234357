import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openOperatorSocket, type OperatorSocket } from "../../../rehearsal/operator/socket";
import type { OperatorProgram } from "../../../rehearsal/operator/operator-program";
import { socketVariables, writeStandIns } from "../../../rehearsal/operator/stand-ins";
import type { SimulationContext } from "../../../rehearsal/simulation";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The operator's machine in a test: a folder of its own, and stand-ins first on PATH. */
export class OperatorShell {
  readonly directory = mkdtempSync(join(tmpdir(), "operator-"));
  private readonly socket: OperatorSocket;
  private readonly bin = join(this.directory, "bin");

  private constructor(socket: OperatorSocket) {
    this.socket = socket;
    writeStandIns(this.bin, socket);
  }

  static async open(context: SimulationContext, programs: readonly OperatorProgram[]): Promise<OperatorShell> {
    return new OperatorShell(await openOperatorSocket(context, programs));
  }

  /** Runs a script as a Command does: `/bin/sh -c`. */
  run(script: string, { stdin = "", env = {} }: { stdin?: string; env?: Record<string, string> } = {}): Promise<Ran> {
    const { PATH = "" } = process.env;
    const child = spawn("/bin/sh", ["-c", script], {
      cwd: this.directory,
      env: { HOME: this.directory, ...socketVariables(this.socket), PATH: `${this.bin}:${PATH}`, ...env },
    });
    const ran = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (ran.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (ran.stderr += chunk.toString()));
    // A script that reads nothing may be over before it is written to.
    child.stdin.on("error", () => undefined).end(stdin);
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...ran })));
  }

  /** A file in the working directory. */
  write(name: string, content: string, mode = 0o600): string {
    writeFileSync(join(this.directory, name), content, { mode });
    return name;
  }

  async close(): Promise<void> {
    await this.socket.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
