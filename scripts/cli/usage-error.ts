/** A command line that cannot be done as it is; the message says what could. Ends a command with status 2. */
export class UsageError extends Error {}
