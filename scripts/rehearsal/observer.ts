import type { Progress } from "../../rehearsal/progress/progress";

/** Told what happens in a rehearsal while it happens. */
export type Observer = Omit<Progress, "stop">;

export const nobody: Observer = { phase: () => undefined, phaseEnded: () => undefined, note: () => undefined };
