import type { FormatName } from "./formats";

/**
 * What an endpoint takes, as data. The words and limits are those of Proxmox's own API schema;
 * `tests/schema-sweep.test.ts` compares every table with the published one.
 */
export type Parameter = Scalar | ListParameter;

/** A value without keys of its own. */
export interface SimpleScalar {
  readonly type: "string" | "integer" | "number" | "boolean";
  readonly optional?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Must match as a whole. */
  readonly pattern?: RegExp;
  readonly enum?: readonly string[];
  readonly format?: FormatName;
  /** Another parameter that must be given too. */
  readonly requires?: string;
  /** For names that end in `[n]`: how many there are, from 0. */
  readonly count?: number;
}

export interface Scalar extends Omit<SimpleScalar, "format"> {
  /** A named format, or the keys of a property string such as `virtio=…,bridge=vmbr0`. */
  readonly format?: FormatName | PropertyFormat;
  /** What is wrong with a property string whose keys are all right, or nothing. */
  readonly also?: (properties: Readonly<Record<string, string>>) => string | undefined;
}

export interface ListParameter {
  readonly type: "array";
  readonly items: Scalar;
  readonly optional?: boolean;
}

export type ParameterTable = Readonly<Record<string, Parameter>>;

/** One key of a property string. */
export type Property = ValueProperty | AliasProperty;

export interface ValueProperty extends SimpleScalar {
  /** Its value may stand without `key=`. */
  readonly defaultKey?: boolean;
}

export interface AliasProperty {
  readonly alias: string;
  /** The key's own name becomes the value of this other key: `virtio=MAC` means `model=virtio,macaddr=MAC`. */
  readonly keyAlias?: string;
}

export type PropertyFormat = Readonly<Record<string, Property>>;

/** The same parameter, but it may be left out. */
export function optional<P extends Parameter>(parameter: P): P {
  return { ...parameter, optional: true };
}

export const bool: SimpleScalar = { type: "boolean" };
export const text: SimpleScalar = { type: "string" };

export function integer(minimum?: number, maximum?: number): SimpleScalar {
  return { type: "integer", ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
}

export function number(minimum?: number, maximum?: number): SimpleScalar {
  return { ...integer(minimum, maximum), type: "number" };
}

export function oneOf(...values: readonly string[]): SimpleScalar {
  return { type: "string", enum: values };
}

export function formatted(format: FormatName): SimpleScalar;
export function formatted(format: PropertyFormat): Scalar;
export function formatted(format: FormatName | PropertyFormat): Scalar {
  return { type: "string", format };
}

export function matching(pattern: RegExp): SimpleScalar {
  return { type: "string", pattern };
}

/** The table's entry for a parameter; `net3` is looked up as `net[n]`. */
export function entryOf(table: ParameterTable, name: string): Parameter | undefined {
  const exact = table[name];
  if (exact) return exact;
  const numbered = /^(.*?)(0|[1-9]\d*)$/.exec(name);
  if (!numbered) return undefined;
  const entry = table[`${numbered[1]}[n]`];
  if (!entry || entry.type === "array") return undefined;
  return Number(numbered[2]) < (entry.count ?? 1) ? entry : undefined;
}
