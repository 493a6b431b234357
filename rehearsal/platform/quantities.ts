const BINARY: Readonly<Record<string, number>> = { Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 ** 2 };
const DECIMAL: Readonly<Record<string, number>> = { "": 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Thousandths of a CPU, of a quantity as the API server writes it. */
export function cpuMillisOf(quantity = "0"): number {
  return quantity.endsWith("m") ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

/** Mebibytes, of a quantity as the API server writes it. */
export function memoryMiBOf(quantity = "0"): number {
  const [, amount = "0", unit = ""] = /^([\d.]+)([A-Za-z]*)$/.exec(quantity) ?? [];
  if (unit === "m") return Number(amount) / 1000 / 1024 ** 2;
  const binary = BINARY[unit];
  if (binary !== undefined) return Number(amount) * binary;
  return (Number(amount) * (DECIMAL[unit] ?? 1)) / 1024 ** 2;
}
