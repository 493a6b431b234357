import { checkScalar } from "./check-scalar";
import { checkFormat } from "./formats";
import type { Scalar } from "./parameter";
import { parsePropertyString, propertyStringErrors } from "./property-string";

/** What is wrong with a value, in the words of PVE's schema checker, or nothing. `path` names it inside property strings. */
export function checkValue(schema: Scalar, value: string, path: string): string | undefined {
  const { format, ...rest } = schema;
  if (typeof format !== "object") return checkScalar(format === undefined ? rest : { ...rest, format }, value);
  const complaint = formatComplaint(schema, value, path);
  return complaint === undefined ? checkScalar(rest, value) : `invalid format - ${complaint}`;
}

/** What is wrong with the form of a text, apart from its pattern: all that is asked of a value that stands in a file. */
export function formatComplaint({ format, also }: Scalar, value: string, path: string): string | undefined {
  if (format === undefined) return undefined;
  if (typeof format === "string") return checkFormat(format, value);
  return propertyStringErrors(format, value, path) ?? also?.(parsePropertyString(format, value));
}
