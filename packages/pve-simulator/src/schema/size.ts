const units = ["", "K", "M", "G", "T"] as const;

export const KiB = 1024;
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;

/** Bytes of a size such as `32G`, `4M` or `2361393152`; undefined when it is none. */
export function parseSize(value: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)(?:([KMGT])(?:iB)?)?$/.exec(value) ?? [];
  if (digits === undefined) return undefined;
  return Math.floor(Number(digits) * 1024 ** units.indexOf(unit as (typeof units)[number]));
}

/** The largest unit that leaves no fraction, as PVE prints sizes into a configuration; of nothing it has terabytes. */
export function formatSize(bytes: number): string {
  let size = Math.floor(bytes);
  let unit = 0;
  while (unit < units.length - 1 && size % 1024 === 0) {
    size /= 1024;
    unit++;
  }
  return `${size}${units[unit]}`;
}
