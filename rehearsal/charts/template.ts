/** An object as a template of Helm's: JSON, which is YAML, with `{ $template: … }` as what Helm works out. */
export function template(object: unknown): string {
  return JSON.stringify(object).replace(/\{"\$template":"((?:[^"\\]|\\.)*)"\}/g, (_, quoted: string) => {
    const expression = JSON.parse(`"${quoted}"`) as string;
    return `{{ ${expression} }}`;
  });
}

/** A value at this path, whatever characters its keys have. */
export const valueOf = (path: string): string =>
  `(index .Values ${path
    .split(".")
    .map((key) => JSON.stringify(key))
    .join(" ")})`;
