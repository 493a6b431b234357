/** The name of the hook that keeps a plain `pulumi destroy` from beginning: the engine prints it, so it says what to do instead. */
export function guardWords(stack: string): string {
  return `use npm run destroy -- ${stack}, which looks first whose things are there`;
}
