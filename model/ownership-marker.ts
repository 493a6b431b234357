const MARK = "managed-by: homelab/";

/** The line that marks a machine as ours; nothing without it is changed, and recovery removes nothing without it. */
export function ownershipMarker(cluster: string, machine: string): string {
  return `${MARK}${cluster}/${machine}`;
}

/** Whose a thing is by the mark in its description or comment, `small/worker-1`; undefined where there is none. */
export function ownerIn(description: unknown): string | undefined {
  if (typeof description !== "string") return undefined;
  const lines = description.split("\n").map((line) => line.trim());
  return lines.find((line) => line.startsWith(MARK))?.slice(MARK.length);
}

/** Whether a description says that the thing belongs to this cluster. */
export function isMarkedFor(cluster: string, description: unknown): boolean {
  return ownerIn(description)?.startsWith(`${cluster}/`) ?? false;
}
