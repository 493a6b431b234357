import type { Outcome, Program } from "./guest";

export type { Outcome, Process, Program, RunOptions } from "./guest";

export function program(name: string, run: Program["run"]): Program {
  return { name, run };
}

/** A program that is there only once its package is installed. */
export function packagedProgram(name: string, run: Program["run"]): Program {
  return { name, run, packaged: true };
}

export const ok = (stdout = ""): Outcome => ({ stdout });
export const failed = (exitCode: number, stderr: string): Outcome => ({ exitCode, stderr: `${stderr}\n` });
