import type { Account } from "../accounts";
import type { Outcome } from "../program";
import type { ShellSession } from "./session";

export interface ShellOptions {
  readonly stdin?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
}

/** Runs text in a shell of its own: what programs need that start others. */
export type RunShell = (
  session: ShellSession,
  user: Account,
  script: string,
  options: ShellOptions,
) => Promise<Required<Outcome>>;
