import { parameterErrors } from "../errors";
import { checkValue } from "./check-value";
import { entryOf, type Parameter, type ParameterTable } from "./parameter";
import { unknownProperty } from "./property-string";
import { Params, type RawParams } from "./params";

/** Checks a request's parameters against a table; refuses them all at once, in PVE's words. */
export function verify(table: ParameterTable, given: RawParams): Params {
  const errors: Record<string, string> = {};
  const values = new Map<string, string | string[]>();
  for (const [name, raw] of Object.entries(given)) {
    const parameter = entryOf(table, name);
    const complaint = parameter ? check(parameter, raw, name, given) : unknownProperty;
    if (complaint !== undefined) errors[name] = complaint;
    else if (parameter) values.set(name, canonical(parameter, raw));
  }
  for (const name of missing(table, given)) errors[name] = "property is missing and it is not optional";
  if (Object.keys(errors).length > 0) throw parameterErrors(errors);
  return new Params(values);
}

function missing(table: ParameterTable, given: RawParams): string[] {
  return Object.keys(table).filter(
    (name) => table[name]?.optional !== true && given[name] === undefined && !name.endsWith("[n]"),
  );
}

function check(parameter: Parameter, raw: string | string[], name: string, given: RawParams): string | undefined {
  if (parameter.type === "array") {
    return [raw]
      .flat()
      .map((value, i) => checkValue(parameter.items, value, `${name}[${i}]`))
      .find((c) => c !== undefined);
  }
  if (Array.isArray(raw)) return `type check ('${parameter.type}') failed - got ARRAY`;
  const complaint = checkValue(parameter, raw, name);
  if (complaint !== undefined) return complaint;
  return parameter.requires !== undefined && given[parameter.requires] === undefined
    ? `missing property required by '${name}'`
    : undefined;
}

function canonical(parameter: Parameter, raw: string | string[]): string | string[] {
  return parameter.type === "array" ? [raw].flat() : raw;
}
