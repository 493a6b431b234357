import { z } from "zod";

/** A right value of a kind of text, e.g. `10.10.10.1` of addresses. */
export const examples = z.registry<{ readonly example: string }>();

type Schema = z.core.$ZodType;

/** The schema of a key below another's; of a union, of the branch that this value is in. */
export function childOf(schema: Schema, key: PropertyKey, value: object): Schema | undefined {
  const of = unwrapped(schema);
  if (of instanceof z.ZodObject) return Object.hasOwn(of.shape, key) ? (of.shape[String(key)] as Schema) : undefined;
  if (of instanceof z.ZodRecord) return of.valueType;
  if (of instanceof z.ZodArray) return of.element;
  const branch = of instanceof z.ZodUnion ? branchOf(of, value) : undefined;
  return branch && childOf(branch, key, value);
}

/** Whether this is no name for an entry of a map. */
export function isWrongName(schema: Schema, key: PropertyKey): boolean {
  const of = unwrapped(schema);
  return of instanceof z.ZodRecord && (key === "__proto__" || !z.safeParse(of.keyType, key).success);
}

/** Some value of the right shape; what it says means nothing. */
export function standIn(schema: Schema): unknown {
  const of = unwrapped(schema);
  if (of instanceof z.ZodObject) {
    const required = Object.entries(of.shape as Record<string, Schema>).filter(
      ([, child]) => child._zod.optin !== "optional",
    );
    return Object.fromEntries(required.map(([key, child]) => [key, standIn(child)]));
  }
  if (of instanceof z.ZodRecord) return {};
  if (of instanceof z.ZodArray) return [standIn(of.element)];
  if (of instanceof z.ZodUnion) return standIn(of.options[0] as Schema);
  if (of instanceof z.ZodEnum) return of.options[0];
  if (of instanceof z.ZodBoolean) return false;
  if (of instanceof z.ZodNumber) return of.minValue ?? 0;
  return examples.get(of)?.example;
}

/** The branch whose fixed words are the value's. */
function branchOf(union: z.ZodUnion, value: object): Schema | undefined {
  const words = Object.entries(value);
  return (union.options as readonly Schema[]).find((option) =>
    Object.entries(option._zod.propValues ?? {}).every(([key, allowed]) =>
      words.some(([name, word]) => name === key && allowed.has(word as string)),
    ),
  );
}

function unwrapped(schema: Schema): Schema {
  const { innerType } = schema._zod.def as { innerType?: Schema };
  return innerType ? unwrapped(innerType) : schema;
}
