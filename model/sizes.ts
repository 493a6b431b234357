/** `4096` as `4 GiB`, `1536` as `1.5 GiB`: with one decimal if needed. */
export function formatMiB(mebibytes: number): string {
  return `${Math.round((mebibytes / 1024) * 10) / 10} GiB`;
}

/** A share in whole per cent; of a total of zero it is 0, or 100 if something is used. */
export function percent(used: number, available: number): number {
  return available > 0 ? Math.round((used / available) * 100) : used > 0 ? 100 : 0;
}

const UNITS = { K: 2 ** -20, M: 2 ** -10, G: 1, T: 2 ** 10 } as const;

/** Proxmox' `32G`, `512M` or bytes, in GiB; undefined if not a size. */
export function gibibytesOf(size: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(size) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * (unit === "" || unit === undefined ? 2 ** -30 : UNITS[unit as keyof typeof UNITS]);
}
