import * as pulumi from "@pulumi/pulumi";

/**
 * Retries a clone that hit the storage's lock: the provider's own `clone.retries` repeats only the request, while the lock
 * error occurs in the task (bpg #995, #1521). Only for clones: after a later failure the machine exists, and a second create
 * would find its id taken. One hook serves all machines of a stack.
 */
export function cloneRetryHook(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("clone-meets-lock", ({ errors }) => isLockedClone(errors[0] ?? ""));
}

/** True for Proxmox' messages about a clone that could not get a lock in time. */
export function isLockedClone(text: string): boolean {
  return /clon/i.test(text) && /can't lock file .* got timeout|cfs-lock .*got lock request timeout/s.test(text);
}

/** Permanent refusals of a snippet look the same to the provider. */
const MOST_DOCUMENT_RETRIES = 8;

/** Longest pause before the second attempt; it grows by the same amount before each further one. */
const PAUSE_MS = 300;

/**
 * Uploads a snippet again that the host's sshd refused: with more than ten simultaneous logins it drops some (MaxStartups
 * 10:30:100), and the engine uploads those of all nodes at once. The provider (bpg ssh/client.go) cannot tell a dropped
 * login from a refused one: after the key it tries a password that it does not have, and reports that. One hook serves a
 * stack.
 */
export function documentRetryHook(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("document-refused", async ({ errors }) => {
    if (errors.length > MOST_DOCUMENT_RETRIES || !isTurnedAway(errors[0] ?? "")) return false;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * PAUSE_MS * errors.length));
    return true;
  });
}

/** True for the provider's messages about a failed login, or (`uploadFile`) a session that ended early. */
export function isTurnedAway(text: string): boolean {
  const isCutOff = text.includes("error transferring file");
  return isCutOff || /unable to authenticate user .* over SSH to|failed SSH handshake to/.test(text);
}
