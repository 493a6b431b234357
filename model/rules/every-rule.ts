import type { Rule } from "./rule";

/** Every rule, in the order their messages are printed. */
export const everyRule: readonly Rule[] = [];
