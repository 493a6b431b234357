/** Nested values of a document that was checked field by field. */
export type Values = Readonly<Record<string, unknown>>;

export function sectionUnder(values: Values | undefined, ...path: readonly string[]): Values {
  return path.reduce<Values>((inner, key) => (inner[key] as Values | null | undefined) ?? {}, values ?? {});
}

export function textOf(values: Values, key: string): string | undefined {
  const value = values[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function listUnder<T = string>(values: Values, key: string): readonly T[] {
  return (values[key] as readonly T[] | null | undefined) ?? [];
}

/** Extra arguments in either form: a map, or a list of names and values. */
export function argsOf(values: Values, key: string): ReadonlyMap<string, string> {
  const args = values[key];
  if (Array.isArray(args))
    return new Map((args as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
  return new Map(Object.entries((args as Readonly<Record<string, string>> | undefined) ?? {}));
}

/** Go durations such as `15m0s`, in seconds; undefined when it is none. */
export function durationOf(text: string): number | undefined {
  if (text === "0") return 0;
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined;
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? "s"] ?? 1),
    0,
  );
}
