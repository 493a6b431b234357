/**
 * The logical name of a machine below a component named after the cluster. Machine names often begin with the cluster's
 * name, which is not repeated.
 */
export function machineName(clusterName: string, machine: string): string {
  return machine.startsWith(`${clusterName}-`) ? machine : `${clusterName}-${machine}`;
}
