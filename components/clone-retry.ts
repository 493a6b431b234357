import * as pulumi from "@pulumi/pulumi";

/**
 * Tries a clone again that met the storage's lock: the provider's own `clone.retries` repeats the request only, while
 * the lock shows inside the task (bpg #995, #1521). Only for a clone: after a failure further on the machine exists,
 * and a second create would meet its id. One hook serves all machines of a stack.
 */
export function cloneRetryHook(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("clone-meets-lock", ({ errors }) => isLockedClone(errors[0] ?? ""));
}

/** True for the texts with which Proxmox says that a clone could not get a lock in time. */
export function isLockedClone(text: string): boolean {
  return /clon/i.test(text) && /can't lock file .* got timeout|cfs-lock .*got lock request timeout/s.test(text);
}
