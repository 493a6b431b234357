import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openOperatorDoor, type OperatorDoor } from "../../../rehearsal/operator/door";
import type { OperatorProgram } from "../../../rehearsal/operator/operator-program";
import { doorVariables, writeStandIns } from "../../../rehearsal/operator/stand-ins";
import type { WorldContext } from "../../../rehearsal/world";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The operator's machine in a test: a folder of its own, and stand-ins first on PATH. */
export class OperatorShell {
  readonly directory = mkdtempSync(join(tmpdir(), "operator-"));
  private readonly door: OperatorDoor;
  private readonly bin = join(this.directory, "bin");

  private constructor(door: OperatorDoor) {
    this.door = door;
    writeStandIns(this.bin, door);
  }

  static async open(context: WorldContext, programs: readonly OperatorProgram[]): Promise<OperatorShell> {
    return new OperatorShell(await openOperatorDoor(context, programs));
  }

  /** Runs a script as a Command does: `/bin/sh -c`. */
  run(script: string, { stdin = "", env = {} }: { stdin?: string; env?: Record<string, string> } = {}): Promise<Ran> {
    const { PATH = "" } = process.env;
    const child = spawn("/bin/sh", ["-c", script], {
      cwd: this.directory,
      env: { HOME: this.directory, ...doorVariables(this.door), PATH: `${this.bin}:${PATH}`, ...env },
    });
    const ran = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (ran.stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (ran.stderr += chunk.toString()));
    child.stdin.end(stdin);
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, ...ran })));
  }

  /** A file in the working directory. */
  write(name: string, content: string, mode = 0o600): string {
    writeFileSync(join(this.directory, name), content, { mode });
    return name;
  }

  async close(): Promise<void> {
    await this.door.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
