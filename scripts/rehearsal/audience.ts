import type { Progress } from "../../rehearsal/progress/progress";

/** Told what happens in a rehearsal while it happens. */
export type Audience = Omit<Progress, "stop">;

export const nobody: Audience = { phase: () => undefined, phaseEnded: () => undefined, note: () => undefined };
