/** The line that marks a machine as ours; recovery after a killed run removes nothing without it. */
export function ownershipMarker(cluster: string, machine: string): string {
  return `managed-by: homelab/${cluster}/${machine}`;
}
