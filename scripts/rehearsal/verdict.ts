/** How to see again what chance did: said when a run begins, as it may never get to its report, and when it has failed. */
export function seedInWords(seed: number): string {
  return `Seed ${seed}: run the same command with --seed ${seed} to repeat its random choices.`;
}

/** What stands below the report, and the exit status. */
export function verdict(ok: boolean, problems: readonly string[], seed: number): { lines: string[]; status: number } {
  const wrong = problems.map((problem) => `wrong: ${problem}`);
  if (ok && wrong.length === 0) return { lines: [], status: 0 };
  return { lines: [...wrong, seedInWords(seed)], status: 1 };
}
