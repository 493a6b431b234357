/** Puts things into some order, another each time. */
export type Shuffle = <T>(items: readonly T[]) => readonly T[];

/** JSON whose objects have their keys in whatever order, as of a Perl hash (JSON::XS, not `canonical`). */
export function toJson(value: unknown, shuffle: Shuffle): string {
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item ?? null, shuffle)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${shuffle(entries)
    .map(([key, item]) => `${JSON.stringify(key)}:${toJson(item, shuffle)}`)
    .join(",")}}`;
}
