/** `4096` as `4 GiB`, `1536` as `1.5 GiB`: one decimal where it is needed. */
export function formatMiB(mebibytes: number): string {
  return `${Math.round((mebibytes / 1024) * 10) / 10} GiB`;
}

/** A share as whole per cent; of nothing it is 0, or 100 when something is used. */
export function percent(used: number, available: number): number {
  return available > 0 ? Math.round((used / available) * 100) : used > 0 ? 100 : 0;
}
