import { freshKeyPair } from "../../../rehearsal/ssh-key-pair";

/** With what tests log in, and what machines show. */
export const operator = freshKeyPair();
export const hostKey = freshKeyPair();
