import type { StepOrder } from "../model/step-order";

/** A function of a script, as a machine is to run it. */
export interface MachineStep {
  readonly name: string;
  readonly order: Pick<StepOrder, "lock">;
  readonly limitSeconds: number;
}

/** Status of flock when somebody else holds the lock, and of timeout when the time is over. */
export const HELD = 75;
export const TIME_IS_OVER = 124;

/** What is held on the machine as long as a run goes on. */
export const lockOf = ({ order }: MachineStep): string => `/run/lock/homelab-${order.lock}.lock`;

/**
 * Runs a script from stdin as root: one run at a time, waiting so many seconds for another, and none for ever, also when
 * nobody waits for it any more. -k: a script that does not heed SIGTERM. -o: what the script starts and leaves running does
 * not hold the lock.
 */
export function commandOf(step: MachineStep, wait: number): string {
  const lock = `flock -o -w ${wait} -E ${HELD} ${lockOf(step)}`;
  return `sudo -n ${lock} timeout -k 30 ${step.limitSeconds} sh -s -- ${step.name}`;
}
