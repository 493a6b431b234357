import { parameterErrors } from "../errors";
import { checkValue } from "./check-value";
import { entryOf, type ListParameter, type Parameter, type ParameterTable } from "./parameter";
import { unknownProperty } from "./property-string";
import { Params, type RawParams } from "./params";

/** Checks a request's parameters against a table; refuses them all at once, in PVE's words. */
export function verify(table: ParameterTable, given: RawParams): Params {
  const errors: Record<string, string> = {};
  const values = new Map<string, string | string[]>();
  for (const [name, raw] of Object.entries(given)) {
    const parameter = entryOf(table, name);
    if (parameter?.type === "array") Object.assign(errors, listErrors(parameter, raw, name));
    const complaint = parameter ? check(parameter, raw, name) : unknownProperty;
    if (complaint !== undefined) errors[name] = complaint;
    else if (parameter) values.set(name, canonical(parameter, raw));
    const needed = parameter?.type === "array" ? undefined : parameter?.requires;
    if (needed !== undefined && given[needed] === undefined) errors[needed] = `missing property required by '${name}'`;
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

/** Errors in a list are reported for each item. */
function listErrors(parameter: ListParameter, raw: string | string[], name: string): Record<string, string> {
  // One text stands for a list of one, when Perl takes it for true (pve-common, RESTHandler.pm, `handle`).
  if (raw === "" || raw === "0") return { [name]: "type check ('array') failed" };
  const complaints = [raw]
    .flat()
    .map((value, i) => [`${name}[${i}]`, checkValue(parameter.items, value, `${name}[${i}]`)]);
  return Object.fromEntries(complaints.filter(([, complaint]) => complaint !== undefined)) as Record<string, string>;
}

function check(parameter: Parameter, raw: string | string[], name: string): string | undefined {
  if (parameter.type === "array") return undefined;
  if (Array.isArray(raw)) return `type check ('${parameter.type}') failed - got ARRAY`;
  return checkValue(parameter, raw, name);
}

function canonical(parameter: Parameter, raw: string | string[]): string | string[] {
  return parameter.type === "array" ? [raw].flat() : raw;
}
