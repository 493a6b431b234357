/** The number that Perl takes a text for: digits of other scripts pass for digits where it looks for them, but count for nothing. */
export function inPerl(value: string): number {
  return Number(/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?/i.exec(value)?.[0] ?? 0);
}
