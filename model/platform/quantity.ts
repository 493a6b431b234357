const BINARY = ["Mi", "Gi", "Ti"] as const;

/**
 * Memory in Kubernetes' canonical form, so that the API server returns it unchanged: the largest unit that gives a whole
 * number (apimachinery, resource.Quantity).
 */
export function memoryQuantity(mebibytes: number): string {
  let [amount, unit] = [mebibytes, 0];
  while (amount > 0 && amount % 1024 === 0 && unit < BINARY.length - 1) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${BINARY[unit]}`;
}

/** CPU in Kubernetes' canonical form: thousandths, or whole vCPUs. */
export function cpuQuantity(millis: number): string {
  return millis % 1000 === 0 ? String(millis / 1000) : `${millis}m`;
}

const SUFFIXES: Readonly<Record<string, number>> = Object.fromEntries([
  ...["n", "u", "m", "", "k", "M", "G", "T", "P", "E"].map((suffix, index) => [suffix, 1000 ** (index - 3)] as const),
  ...["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].map((suffix, index) => [suffix, 1024 ** (index + 1)] as const),
]);

/** The value of a Kubernetes quantity; undefined if invalid (apimachinery, resource.ParseQuantity). */
export function numberOf(quantity: unknown): number | undefined {
  const [, number, exponent, suffix = ""] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|[KMGTPE]i|[MGTPE])?)$/.exec(textOf(quantity)) ?? [];
  return number === undefined ? undefined : Number(`${number}${exponent ?? ""}`) * (SUFFIXES[suffix] ?? NaN);
}

const textOf = (quantity: unknown): string =>
  typeof quantity === "string" || typeof quantity === "number" ? String(quantity) : "";

/** CPU in thousandths, rounded up as in Kubernetes. */
export function cpuMillisOf(quantity: unknown): number | undefined {
  const found = numberOf(quantity);
  return found === undefined ? undefined : Math.ceil(found * 1000);
}

/** Memory in MiB, rounded up. */
export function mebibytesOf(quantity: unknown): number | undefined {
  const found = numberOf(quantity);
  return found === undefined ? undefined : Math.ceil(found / 2 ** 20);
}
