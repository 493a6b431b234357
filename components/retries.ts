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

/** Refusals of a document for good look the same to the provider. */
const MOST_DOCUMENT_RETRIES = 8;

/** Longest pause before the second attempt; before the next ones it grows by as much. */
const PAUSE_MS = 300;

/**
 * Hands a document over again that the host's sshd turned away: of more than ten connections that log in at once it drops
 * some (MaxStartups 10:30:100), and the engine hands over those of all nodes. The provider (bpg ssh/client.go) tells such a login from a
 * refused one no more than we can: after the key it tries a password it has not, and says that. One hook serves a stack.
 */
export function documentRetryHook(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("document-refused", async ({ errors }) => {
    if (errors.length > MOST_DOCUMENT_RETRIES || !isTurnedAway(errors[0] ?? "")) return false;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS * errors.length));
    return true;
  });
}

/** True for the texts with which the provider says that it did not get in, or (`uploadFile`) that its session ended first. */
export function isTurnedAway(text: string): boolean {
  const isCutOff = text.includes("error transferring file");
  return isCutOff || /unable to authenticate user .* over SSH to|failed SSH handshake to/.test(text);
}
