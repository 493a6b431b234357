/** How long a step waits for others; all in milliseconds. */
export interface Patience {
  /** One attempt to reach an SSH server, from the first packet until the login is accepted. */
  readonly attempt: number;
  /** The first pause between attempts, which grows by half each time up to the longest. */
  readonly pause: number;
  readonly longestPause: number;
  /** What an attempt and its pause may take on average: attempts times this is the time a machine has to boot. */
  readonly perAttempt: number;
  /** How often a living connection asks for a sign of life, and how many answers may be missing. */
  readonly aliveInterval: number;
  readonly aliveCount: number;
  /** Grace period before a process that was asked to end is killed. */
  readonly goodbye: number;
  /** How long an earlier run of the same step is waited for. */
  readonly earlierRun: number;
}

/**
 * As sshd and ssh have it where they have a word for it (ServerAliveInterval 15, ServerAliveCountMax 3). HOMELAB_STEP_PACE
 * makes all of it shorter, e.g. 0.1, for a rehearsal, whose machines live faster than the clock.
 */
export function patienceOf(env: Readonly<Record<string, string | undefined>>): Patience {
  const pace = Number(env["HOMELAB_STEP_PACE"] ?? 1);
  return {
    attempt: 15_000 * pace,
    pause: 100,
    longestPause: 5_000,
    perAttempt: 5_000 * pace,
    aliveInterval: 15_000 * pace,
    aliveCount: 3,
    goodbye: 10_000 * pace,
    earlierRun: 900_000 * pace,
  };
}
