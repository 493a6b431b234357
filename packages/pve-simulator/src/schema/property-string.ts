import { checkScalar, parseBoolean } from "./check-scalar";
import type { AliasProperty, Property, PropertyFormat, ValueProperty } from "./parameter";
import { formatSize, parseSize } from "./size";

/** The keys of one property string, aliases resolved. */
export type Properties = Record<string, string>;

export const unknownProperty = "property is not defined in schema and the schema does not allow additional properties";

class FormatError extends Error {}

function isAlias(property: Property): property is AliasProperty {
  return "alias" in property;
}

/** Reads `a,b=c,d=e`; throws in PVE's words. */
export function parsePropertyString(format: PropertyFormat, value: string, path = ""): Properties {
  const properties: Properties = {};
  for (const part of value.split(",")) {
    if (part.trim() === "") continue;
    const [key, text] = keyAndText(format, part);
    assign(format, properties, key, text);
  }
  const errors = propertyErrors(format, properties, path);
  if (errors.length > 0) throw new FormatError(["format error", ...errors].join("\n"));
  return properties;
}

/** What is wrong with a property string, or nothing. */
export function propertyStringErrors(format: PropertyFormat, value: string, path: string): string | undefined {
  try {
    parsePropertyString(format, value, path);
    return undefined;
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
}

/** Prints as PVE does: the value of the default key first, then required keys, then the rest, each group sorted. */
export function printPropertyString(format: PropertyFormat, properties: Properties): string {
  const left = new Map(Object.entries(properties));
  const printed: string[] = [];
  const take = (key: string, bare: boolean): void => {
    const value = left.get(key);
    if (value === undefined) return;
    left.delete(key);
    const combined = combinedKey(format, key);
    const partner = combined === undefined ? undefined : left.get(combined);
    if (combined !== undefined && partner !== undefined) {
      left.delete(combined);
      printed.push(`${value}=${partner}`);
      return;
    }
    printed.push(bare ? printValue(format, key, value) : `${key}=${printValue(format, key, value)}`);
  };
  const first = defaultKeyOf(format);
  if (first !== undefined) take(first, true);
  const sorted = [...left.keys()].sort();
  for (const key of sorted.filter((name) => isRequired(format, name))) take(key, false);
  for (const key of sorted) take(key, false);
  return printed.join(",");
}

function keyAndText(format: PropertyFormat, part: string): [string, string] {
  const at = part.indexOf("=");
  if (at > 0 && at < part.length - 1) return [part.slice(0, at), part.slice(at + 1)];
  if (at >= 0) throw new FormatError("missing key in comma-separated list property");
  const key = defaultKeyOf(format);
  if (key === undefined) throw new FormatError("value without key, but schema does not define a default key");
  return [key, part];
}

function assign(format: PropertyFormat, properties: Properties, key: string, value: string): void {
  if (properties[key] !== undefined) throw new FormatError(`duplicate key in comma-separated list property: ${key}`);
  const property = format[key];
  if (!property || !isAlias(property)) {
    properties[key] = property?.type === "boolean" ? (parseBoolean(value) ?? value) : value;
    return;
  }
  if (property.keyAlias !== undefined) {
    if (properties[property.keyAlias] !== undefined) {
      throw new FormatError(`key alias '${property.keyAlias}' is already defined`);
    }
    properties[property.keyAlias] = key;
  }
  if (properties[property.alias] !== undefined) {
    throw new FormatError(`key '${property.alias}' is already defined (via alias)`);
  }
  assign(format, properties, property.alias, value);
}

function propertyErrors(format: PropertyFormat, properties: Properties, path: string): string[] {
  const nameOf = (key: string) => (path === "" ? key : `${path}.${key}`);
  const missing = shapeOf(format).required.filter((key) => properties[key] === undefined);
  const errors = missing.map((key) => `${nameOf(key)}: property is missing and it is not optional`);
  for (const [key, value] of Object.entries(properties)) {
    if (!format[key]) {
      errors.push(`${nameOf(key)}: ${unknownProperty}`);
      continue;
    }
    const complaint = checkScalar(format[key] as ValueProperty, value);
    // What a format says ends in a line of its own.
    const end = complaint?.startsWith("invalid format - ") ? "\n" : "";
    if (complaint !== undefined) errors.push(`${nameOf(key)}: ${complaint}${end}`);
    const { requires } = format[key] as ValueProperty;
    if (requires !== undefined && properties[requires] === undefined) {
      errors.push(`${nameOf(requires)}: missing property required by '${nameOf(key)}'`);
    }
  }
  return errors;
}

/** What every reading of a format needs to know; found once, as formats have dozens of keys and values three. */
interface Shape {
  readonly defaultKey: string | undefined;
  readonly required: readonly string[];
}

const shapes = new WeakMap<PropertyFormat, Shape>();

function shapeOf(format: PropertyFormat): Shape {
  const known = shapes.get(format);
  if (known) return known;
  const keys = Object.keys(format);
  const defaultKey = keys.find((key) => (format[key] as ValueProperty).defaultKey === true);
  const shape = { defaultKey, required: keys.filter((key) => isRequired(format, key)) };
  shapes.set(format, shape);
  return shape;
}

function defaultKeyOf(format: PropertyFormat): string | undefined {
  return shapeOf(format).defaultKey;
}

function isRequired(format: PropertyFormat, key: string): boolean {
  const property = format[key];
  return property !== undefined && !isAlias(property) && property.optional !== true;
}

/** The key that prints together with this one, e.g. `model` with `macaddr` as `virtio=MAC`. */
function combinedKey(format: PropertyFormat, key: string): string | undefined {
  for (const property of Object.values(format)) {
    if (isAlias(property) && property.keyAlias === key) return property.alias;
  }
  return undefined;
}

function printValue(format: PropertyFormat, key: string, value: string): string {
  const property = format[key];
  if (!property || isAlias(property) || property.format !== "disk-size") return value;
  const bytes = parseSize(value);
  return bytes === undefined ? value : formatSize(bytes);
}
