import { AsyncLocalStorage } from "node:async_hooks";

/** Who does something on a host: the program with its token and its SSH key, or anybody else who lives there too. */
export type Actor = "program" | "others";

const acting = new AsyncLocalStorage<Actor>();

/** Runs work, and every task that comes of it, as that actor. */
export const actAs = <T>(actor: Actor, work: () => T): T => acting.run(actor, work);

/** Who is at work now. What nobody asked for, such as what was there at the beginning, is others'. */
export const currentActor = (): Actor => acting.getStore() ?? "others";
