const BINARY = ["Mi", "Gi", "Ti"] as const;

/**
 * Memory as Kubernetes writes it: the largest unit that leaves a whole number, so that what the API server answers is what it
 * was told (apimachinery, resource.Quantity: canonical form).
 */
export function memoryQuantity(mebibytes: number): string {
  let [amount, unit] = [mebibytes, 0];
  while (amount > 0 && amount % 1024 === 0 && unit < BINARY.length - 1) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${BINARY[unit]}`;
}

/** CPU as Kubernetes writes it: thousandths, or whole vCPUs where there are only such. */
export function cpuQuantity(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}
