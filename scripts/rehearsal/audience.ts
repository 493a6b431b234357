/** Told what happens in a rehearsal while it happens. */
export interface Audience {
  phase(name: string): void;
  phaseEnded(text: string): void;
  /** A line that stays: what recovery clears up, a broken law. */
  note(text: string): void;
}

export const nobody: Audience = { phase: () => undefined, phaseEnded: () => undefined, note: () => undefined };
