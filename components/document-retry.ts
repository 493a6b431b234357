import * as pulumi from "@pulumi/pulumi";

/** Refusals for good look the same to the provider. */
const MOST = 5;

/**
 * Hands a document over again that the host's sshd turned away: of more than ten connections that log in at once it drops
 * some (MaxStartups 10:30:100), and the engine hands over sixteen. The provider (bpg ssh/client.go) tells such a login from a
 * refused one no more than we can: after the key it tries a password it has not, and says that. One hook serves a stack.
 */
export function documentRetryHook(): pulumi.ErrorHook {
  return new pulumi.ErrorHook("document-refused", async ({ errors }) => {
    if (errors.length > MOST || !isTurnedAway(errors[0] ?? "")) return false;
    await new Promise((resolve) => setTimeout(resolve, 200 * errors.length));
    return true;
  });
}

/** True for the texts with which the provider says that it did not get in. */
export function isTurnedAway(text: string): boolean {
  return /unable to authenticate user .* over SSH to|failed SSH handshake to/.test(text);
}
