import { type JsonSchema, sectionsJsonSchema } from "../json-schema";
import { SECRET_NAMES } from "../../model/secrets";

/** A map of these is one value. */
const PLAIN = ["string", "integer", "number", "boolean"];

/**
 * Every key of the configuration that holds a value of its own, as the stack file spells it without `homelab:`; a name
 * that people choose is `*`, e.g. `nodes.*.cores`. Lists, and maps of plain words such as labels, are one value.
 */
export function everyKey(schema: JsonSchema = sectionsJsonSchema()): string[] {
  return [...new Set([...keysBelow(schema, []), ...SECRET_NAMES])].sort();
}

function keysBelow(schema: JsonSchema, path: readonly string[]): string[] {
  const branches = [schema, ...(schema.oneOf ?? [])].filter(isMapOfKeys);
  return branches.length === 0 ? [path.join(".")] : branches.flatMap((branch) => keysOf(branch, path));
}

function keysOf({ properties = {}, additionalProperties }: JsonSchema, path: readonly string[]): string[] {
  const named = typeof additionalProperties === "object" ? [["*", additionalProperties] as const] : [];
  return [...Object.entries(properties), ...named].flatMap(([key, schema]) => keysBelow(schema, [...path, key]));
}

function isMapOfKeys({ properties, additionalProperties }: JsonSchema): boolean {
  if (properties !== undefined) return true;
  return typeof additionalProperties === "object" && !PLAIN.includes(String(additionalProperties["type"]));
}
