/** The process writes this as its last words and exits with status 1; systemd starts it again. */
export class Fatal extends Error {}
