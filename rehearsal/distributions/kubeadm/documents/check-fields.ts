import type { Field } from "./fields";

/** What is wrong with a document: fields nobody knows, and the first value of the wrong kind. */
export interface FieldFindings {
  readonly unknown: readonly string[];
  readonly mismatch?: string;
}

/** Compares a document's content with the fields its kind has; `version` only for the names of Go's types. */
export function checkFields(content: unknown, field: Field, version: string): FieldFindings {
  const unknown: string[] = [];
  const mismatches: string[] = [];
  visit(content, field, []);
  return { unknown, ...(mismatches[0] !== undefined && { mismatch: mismatches[0] }) };

  function visit(value: unknown, wanted: Field, path: readonly string[]): void {
    if (value === null || value === undefined || wanted === "any") return;
    if (!fits(value, wanted)) return void mismatches.push(unmarshal(value, wanted, path, version));
    if (Array.isArray(value)) {
      const item: Field = wanted === "args" ? { name: "string", value: "string" } : (wanted as readonly [Field])[0];
      value.forEach((entry, index) => visit(entry, item, [...path.slice(0, -1), `${path.at(-1) ?? ""}[${index}]`]));
    } else if (wanted === "map") {
      for (const [key, entry] of Object.entries(value)) visit(entry, "string", [...path, key]);
    } else if (typeof wanted === "object" && !Array.isArray(wanted)) {
      for (const [key, entry] of Object.entries(value)) {
        const known = (wanted as Readonly<Record<string, Field>>)[key];
        if (known === undefined) unknown.push([...path, key].join("."));
        else visit(entry, known, [...path, key]);
      }
    }
  }
}

function fits(value: unknown, wanted: Field): boolean {
  if (wanted === "args" || Array.isArray(wanted)) return Array.isArray(value);
  if (wanted === "map" || typeof wanted === "object") return typeof value === "object" && !Array.isArray(value);
  return typeof value === wanted;
}

/** Go's name of the struct that a field holds, where it is not the field's own in capitals. */
const structs: Readonly<Record<string, string>> = {
  apiServer: "APIServer",
  controllerManager: "ControlPlaneComponent",
  controlPlane: "JoinControlPlane",
  dns: "DNS",
  local: "LocalEtcd",
  localAPIEndpoint: "APIEndpoint",
  nodeRegistration: "NodeRegistrationOptions",
  scheduler: "ControlPlaneComponent",
};

/** encoding/json's words. */
function unmarshal(value: unknown, wanted: Field, path: readonly string[], version: string): string {
  const parent = path.at(-2) ?? "";
  const struct = structs[parent] ?? `${parent.charAt(0).toUpperCase()}${parent.slice(1)}`;
  return `json: cannot unmarshal ${jsonKind(value)} into Go struct field ${struct}.${path.join(".")} of type ${goType(wanted, version)}`;
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

function goType(wanted: Field, version: string): string {
  if (wanted === "args") return `[]${version}.Arg`;
  if (wanted === "map") return "map[string]string";
  if (wanted === "boolean") return "bool";
  if (wanted === "number") return "int32";
  return Array.isArray(wanted) ? "[]string" : "string";
}
