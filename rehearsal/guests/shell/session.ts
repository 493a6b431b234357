import type { Account } from "../accounts";
import type { LinuxGuest } from "../guest";

/** One login's work on a machine: shells started from it share its record and die with it. */
export interface ShellSession {
  readonly guest: LinuxGuest;
  /** Every argument vector a program was started with. */
  readonly argv: (readonly string[])[];
  readonly signal: AbortSignal;
}

export const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The environment a login of this user begins with. */
export function loginEnvironment(user: Account): Record<string, string> {
  return {
    HOME: user.home,
    USER: user.name,
    LOGNAME: user.name,
    SHELL: user.shell,
    PATH: DEFAULT_PATH,
    LANG: "C.UTF-8",
  };
}
