import { z } from "zod";

type Schema = z.core.$ZodType;

/** The schema of a key below another's; for a union, in the branch of this value, or any possible one. */
export function childOf(schema: Schema, key: PropertyKey, value: object): Schema | undefined {
  const of = unwrapped(schema);
  if (of instanceof z.ZodObject) return Object.hasOwn(of.shape, key) ? (of.shape[String(key)] as Schema) : undefined;
  if (of instanceof z.ZodRecord) return of.valueType;
  if (of instanceof z.ZodArray) return of.element;
  if (!(of instanceof z.ZodUnion)) return undefined;
  const options = (branchOf(of, value) ?? of.options) as readonly Schema[];
  return options.map((option) => childOf(option, key, value)).find((child) => child !== undefined);
}

/** Keys that a map may have; undefined if any key is allowed, as keys are names. */
export function keysOf(schema: Schema, value: unknown): readonly string[] | undefined {
  const of = unwrapped(schema);
  if (of instanceof z.ZodObject) return Object.keys(of.shape);
  if (!(of instanceof z.ZodUnion) || typeof value !== "object" || value === null) return undefined;
  const [branch] = branchOf(of, value) ?? [];
  return branch && keysOf(branch, value);
}

/** Whether this is an invalid name for an entry of a map. */
export function isWrongName(schema: Schema, key: PropertyKey): boolean {
  const of = unwrapped(schema);
  return of instanceof z.ZodRecord && (key === "__proto__" || !z.safeParse(of.keyType, key).success);
}

/** The options of a union that is discriminated by this key. */
export function optionsToldBy(schema: Schema, key: PropertyKey): readonly Schema[] | undefined {
  const of = unwrapped(schema);
  return of instanceof z.ZodDiscriminatedUnion && of.def.discriminator === key ? of.options : undefined;
}

/** The branch that the value's discriminator selects. */
function branchOf(union: z.ZodUnion, value: object): readonly Schema[] | undefined {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return undefined;
  const { discriminator } = union.def;
  const word: unknown = Object.hasOwn(value, discriminator) ? Reflect.get(value, discriminator) : undefined;
  const isTold = (option: Schema) => option._zod.propValues?.[discriminator]?.has(word as string) === true;
  const found = (union.options as readonly Schema[]).filter(isTold);
  return found.length > 0 ? found : undefined;
}

/** Without the wrappers for optional keys and defaults. */
export function unwrapped(schema: Schema): Schema {
  const { innerType } = schema._zod.def as { innerType?: Schema };
  return innerType ? unwrapped(innerType) : schema;
}
