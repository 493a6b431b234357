const UNITS = ["Ki", "Mi", "Gi", "Ti"];

/** Kibibytes as the API server hands them out: in the largest unit that leaves a whole number (apimachinery, Quantity). */
export function binaryQuantity(kibibytes: number): string {
  let [amount, unit] = [kibibytes, 0];
  while (amount > 0 && amount % 1024 === 0 && unit < UNITS.length - 1) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount}${UNITS[unit] ?? ""}`;
}
