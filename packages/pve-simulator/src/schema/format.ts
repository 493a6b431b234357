/** Says what is wrong with a value, or nothing. */
export type Format = (value: string) => string | undefined;

export function expect(valid: (value: string) => boolean, complaint: (value: string) => string): Format {
  return (value) => (valid(value) ? undefined : complaint(value));
}
