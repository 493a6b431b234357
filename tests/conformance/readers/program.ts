import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; one that cannot be started rejects. */
export function run(program: string, args: readonly string[], stdin = "", cwd?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
    // A program that does not read to the end has said what it thinks.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
  });
}

/** Asks one of our programs around a foreign library: a JSON list of texts in, a JSON list of complaints out. */
export async function askAbout(texts: readonly string[], program: string, ...args: string[]): Promise<string[][]> {
  const { status, stdout, stderr } = await run(program, args, JSON.stringify(texts));
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as string[][];
}

/** The complaint of a program that says no by its exit status. */
export function complaint({ status, stdout, stderr }: Answer): string[] {
  return status === 0 ? [] : [(stderr + stdout).trim() || `exit status ${status}`];
}

/** Gives an action an empty folder of its own. */
export async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "homelab-reader-"));
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
