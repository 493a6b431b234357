/**
 * The logical name of a machine below a component named after the cluster. Machine names often begin with the cluster's
 * name; it is not said twice.
 */
export function machineName(clusterName: string, machine: string): string {
  return machine.startsWith(`${clusterName}-`) ? machine : `${clusterName}-${machine}`;
}
