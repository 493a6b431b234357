/** How an SSH server is reached and logged in to. */
export interface SshLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Secret. */
  readonly privateKey: string;
  /** The one key the server may show, as `ssh-ed25519 AAAA…`. */
  readonly hostKey: string;
}

/** A machine, and how long it is asked for. */
export interface Connection extends SshLogin {
  /** How often it is dialled until it counts as never booted; an attempt counts as five seconds of the whole. */
  readonly attempts: number;
  readonly jumpHost?: SshLogin;
}

/** What the runner of a step (steps/) is told besides the script. */
export interface StepOrder {
  /** The name used in messages. */
  readonly machine: string;
  /** Tells a step from all others that run on the same machine, e.g. `asgard-worker-1-join`: no two runs of it overlap. */
  readonly lock: string;
  /** Seconds a function of the script may take before it is ended, by the function's name. */
  readonly limits: Readonly<Record<string, number>>;
  /** The machine it runs on; without one it runs on the operator's own computer. */
  readonly connection?: Connection;
}

/** In place of a function: does nothing and says what was said before, for steps that are done once. */
export const KEEP = "keep";

const MARK = "# homelab step: ";

/**
 * An order and a script as one text for the runner's stdin, for it holds the key of the connection. The order is a comment,
 * so that the whole is still a script.
 */
export function withOrder(order: StepOrder, script: string): string {
  return `${MARK}${JSON.stringify(order)}\n${script}`;
}

/** Takes them apart again: the machine gets the script alone. */
export function splitOrder(text: string): { order: StepOrder; script: string } {
  const end = text.indexOf("\n");
  if (!text.startsWith(MARK) || end === -1) throw new Error(`a step's stdin begins with "${MARK}…"`);
  return { order: JSON.parse(text.slice(MARK.length, end)) as StepOrder, script: text.slice(end + 1) };
}
