/** A text as a literal of the Common Expression Language, which has JSON's escapes. */
export const celText = (text: string): string => JSON.stringify(text);

/** A map from texts to expressions. */
export const celMap = (entries: readonly (readonly [key: string, expression: string])[]): string =>
  `{${entries.map(([key, expression]) => `${celText(key)}: ${expression}`).join(", ")}}`;

/** A map of texts. */
export const celTexts = (texts: Readonly<Record<string, string>>): string =>
  celMap(Object.entries(texts).map(([key, text]) => [key, celText(text)]));
