/** Values of a chart, as in a values.yaml. */
export type Values = Readonly<Record<string, unknown>>;

/** The value at a path such as `webhook.resources`. */
export function valueAt(values: Values, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((found, key) => (isMap(found) && Object.hasOwn(found, key) ? found[key] : undefined), values);
}

/** The second merged over the first, key by key; lists and scalars are replaced, as in Helm. */
export function merged(first: Values, second: Values): Values {
  const both = Object.entries(second).map(([key, value]) => {
    const before = first[key];
    return [key, isMap(before) && isMap(value) ? merged(before, value) : value] as const;
  });
  return { ...first, ...Object.fromEntries(both) };
}

export const isMap = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);
