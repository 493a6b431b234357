const MARK = "managed-by: homelab/";

/** The line that marks a machine as ours; nothing without it is changed, and recovery removes nothing without it. */
export function ownershipMarker(cluster: string, machine: string): string {
  return `${MARK}${cluster}/${machine}`;
}

/** The owner according to the mark in a description or comment, `small/worker-1`; undefined without a mark. */
export function ownerIn(description: unknown): string | undefined {
  if (typeof description !== "string") return undefined;
  const lines = description.split("\n").map((line) => line.trim());
  return lines.find((line) => line.startsWith(MARK))?.slice(MARK.length);
}

/** Whether a description has this cluster's mark. */
export function isMarkedFor(cluster: string, description: unknown): boolean {
  return ownerIn(description)?.startsWith(`${cluster}/`) ?? false;
}
