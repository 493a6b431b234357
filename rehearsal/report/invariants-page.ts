/** docs/invariants.md: what the rehearsal watches, from the first request to the last. */
export function renderInvariantsPage(
  invariants: readonly { readonly name: string; readonly description: string }[],
): string {
  return [
    "# Invariants",
    "",
    "Made from `rehearsal/invariants`. The rehearsal watches each of them all the time, whatever the stack, the edit or the fault;",
    "each is violated by a test of its own.",
    "",
    "| Name | What holds |",
    "| --- | --- |",
    ...invariants.map(({ name, description }) => `| \`${name}\` | ${description} |`),
    "",
  ].join("\n");
}
