/** How an SSH server is reached and logged in to. */
export interface SshLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Secret. */
  readonly privateKey: string;
  /** The only host key the server may present, as `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** A machine, and how often it is dialled. */
export interface Connection extends SshLogin {
  /** How often it is dialled until it counts as never booted, about every five seconds. */
  readonly attempts: number;
  readonly jumpHost?: SshLogin;
}

/** What the runner of a step (steps/) needs besides the script. */
export interface StepOrder {
  /** The name used in messages. */
  readonly machine: string;
  /** Unique for a step on a machine, e.g. `asgard-worker-1-join`: no two runs of it overlap. */
  readonly lock: string;
  /** Time limit in seconds by function of the script. */
  readonly limits: Readonly<Record<string, number>>;
  /** The machine it runs on; without one it runs on this computer. */
  readonly connection?: Connection;
}

/** In place of a function: does nothing and prints the previous output, for steps that are done once. */
export const KEEP = "keep";

const MARK = "# homelab step: ";

/**
 * An order and a script as one text for the runner's stdin, as it contains the connection's key. The order is a comment, so
 * that the whole is still a script.
 */
export function withOrder(order: StepOrder, script: string): string {
  return `${MARK}${JSON.stringify(order)}\n${script}`;
}

/** Separates them again: the machine gets only the script. */
export function splitOrder(text: string): { order: StepOrder; script: string } {
  const end = text.indexOf("\n");
  if (!text.startsWith(MARK) || end === -1) throw new Error(`a step's stdin begins with "${MARK}…"`);
  return { order: JSON.parse(text.slice(MARK.length, end)) as StepOrder, script: text.slice(end + 1) };
}
