import { inPerl } from "./digits";
import { checkFormat } from "./formats";
import type { SimpleScalar } from "./parameter";

/** Spellings of a truth value inside property strings, as 1 or 0; a parameter of its own takes those two alone. */
export function parseBoolean(value: string): "0" | "1" | undefined {
  if (/^(?:1|on|yes|true)$/i.test(value)) return "1";
  return /^(?:0|off|no|false)$/i.test(value) ? "0" : undefined;
}

/** What is wrong with a value that has no keys, in the words of PVE's schema checker, or nothing. */
export function checkScalar(schema: SimpleScalar, value: string): string | undefined {
  return checkType(schema, value) ?? checkShape(schema, value) ?? checkRange(schema, value) ?? checkEnum(schema, value);
}

const whole = new WeakMap<RegExp, RegExp>();

/** The pattern, made to match a whole value. */
function wholly(pattern: RegExp): RegExp {
  const known = whole.get(pattern) ?? new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  whole.set(pattern, known);
  return known;
}

function checkType(schema: SimpleScalar, value: string): string | undefined {
  const wrong = `type check ('${schema.type}') failed - got '${value}'`;
  switch (schema.type) {
    case "boolean":
      return /^[01]$/.test(value) ? undefined : wrong;
    case "integer":
      return /^[+-]?\p{Nd}+$/u.test(value) ? undefined : wrong;
    case "number":
      return isNumber(value) ? undefined : wrong;
    case "string":
      return undefined;
  }
}

/** As Perl reads numbers, with an exponent and without leading digits (JSONSchema.pm, `is_number`). */
function isNumber(value: string): boolean {
  return /^[+-]?(?:\p{Nd}+\.?\p{Nd}*|\.\p{Nd}+)(?:e[+-]?\p{Nd}+)?$/iu.test(value);
}

function checkShape(schema: SimpleScalar, value: string): string | undefined {
  const complaint = schema.format && checkFormat(schema.format, value);
  if (complaint !== undefined) return `invalid format - ${complaint}`;
  if (schema.pattern && !wholly(schema.pattern).test(value)) {
    return "value does not match the regex pattern";
  }
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    return `value may only be ${schema.maxLength} characters long`;
  }
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    return `value must be at least ${schema.minLength} characters long`;
  }
  return undefined;
}

function checkRange(schema: SimpleScalar, value: string): string | undefined {
  if (schema.type === "string" || schema.type === "boolean") return undefined;
  const number = inPerl(value);
  if (schema.maximum !== undefined && number > schema.maximum) {
    return `value must have a maximum value of ${schema.maximum}`;
  }
  if (schema.minimum !== undefined && number < schema.minimum) {
    return `value must have a minimum value of ${schema.minimum}`;
  }
  return undefined;
}

function checkEnum(schema: SimpleScalar, value: string): string | undefined {
  if (!schema.enum || schema.enum.includes(value)) return undefined;
  return `value '${value}' does not have a value in the enumeration '${schema.enum.join(", ")}'`;
}
