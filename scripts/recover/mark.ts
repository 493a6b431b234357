/** The line of a description that says whose a thing is: `managed-by: homelab/<cluster>/<name>`. */
export function markIn(description: unknown): string | undefined {
  if (typeof description !== "string") return undefined;
  const lines = description.split("\n").map((line) => line.trim());
  return lines.find((line) => line.startsWith("managed-by: homelab/"));
}

/** Whether what lies on the host carries the very mark that the killed run was about to give it, its cluster's name included. */
export function carriesMarkOf(wanted: unknown, found: unknown): boolean {
  const mark = markIn(wanted);
  return mark !== undefined && markIn(found) === mark;
}
