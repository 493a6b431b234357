/** docs/invariants.md: what the rehearsal watches, from the first request to the last. */
export function renderInvariantsPage(
  invariants: readonly { readonly name: string; readonly description: string }[],
): string {
  return [
    "# Invariants",
    "",
    "Generated from `rehearsal/invariants`. The rehearsal checks all of them throughout, for every stack, edit and fault;",
    "for each there is a test that violates it.",
    "",
    "| Name | What holds |",
    "| --- | --- |",
    ...invariants.map(({ name, description }) => `| \`${name}\` | ${description} |`),
    "",
  ].join("\n");
}
