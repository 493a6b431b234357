import { freshKeyPair } from "pve-simulator/ssh";

/** With what tests log in, and what machines show. */
export const operator = freshKeyPair();
export const hostKey = freshKeyPair();
