/** Several errors as Go's multierror prints them; undefined when there are none. */
export function multiError(errors: readonly string[]): string | undefined {
  if (errors.length === 0) return undefined;
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return `${count} occurred:\n\t* ${errors.join("\n\t* ")}\n\n`;
}
