/**
 * Control and invisible characters: controls, line separators, direction marks, zero-width ones, soft hyphens, tags, private
 * use, lone surrogates, and replacement characters. Names never contain them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u115f\u1160\u3164\uffa0\ufffd]/u;
const EVERY_UNPRINTABLE = new RegExp(UNPRINTABLE, "gu");

/** The first such character of a text, as `U+200B`. */
export function unprintableIn(text: string): string | undefined {
  const found = UNPRINTABLE.exec(text)?.[0];
  return found === undefined ? undefined : codePoint(found);
}

/** A text as shown in messages: such characters as `\u{200b}`, everything else verbatim. */
export function escapeUnprintable(text: string): string {
  return text.replace(EVERY_UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same of a text of several lines, which stay lines. */
export function escapeInLines(text: string): string {
  return text.replace(EVERY_UNPRINTABLE, (character) =>
    /[\n\t]/.test(character) ? character : escapeUnprintable(character),
  );
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
