import { checkScalar } from "./check-scalar";
import type { PropertyFormat, Scalar } from "./parameter";
import { parsePropertyString, propertyStringErrors } from "./property-string";

/** What is wrong with a value, in the words of PVE's schema checker, or nothing. `path` names it inside property strings. */
export function checkValue(schema: Scalar, value: string, path: string): string | undefined {
  const { format, also, ...rest } = schema;
  if (typeof format !== "object") return checkScalar(format === undefined ? rest : { ...rest, format }, value);
  return propertyComplaint(format, also, value, path) ?? checkScalar(rest, value);
}

function propertyComplaint(format: PropertyFormat, also: Scalar["also"], value: string, path: string) {
  const complaint = propertyStringErrors(format, value, path) ?? also?.(parsePropertyString(format, value));
  return complaint === undefined ? undefined : `invalid format - ${complaint}`;
}
