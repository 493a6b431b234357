import { z } from "zod";
import { unwrapped } from "./walk";

/** What can be referred to by its name. */
export type Named = "hosts" | "storages" | "subnets" | "bridges" | "machines";

/** What is known about a kind of string or number besides its format. */
interface Kind {
  /** A valid value, e.g. `10.10.10.1` for addresses. */
  readonly example: string | number;
  /** Generates further valid values that are not in use, for strings that are compared with others. */
  readonly fresh?: (n: number) => string | number;
  /** What these names refer to. */
  readonly of?: Named;
}

export const kinds = z.registry<Kind>();

type Schema = z.core.$ZodType;

/** A way to fill in unknown values: with the smallest sizes and the first words, or with others. */
export interface Filling {
  readonly round: number;
  /** A different number at every call, always increasing, in every round. */
  readonly next: () => number;
  /** Names that can be referred to. */
  readonly namesOf: (what: Named) => readonly string[];
}

/** In these rounds optional keys are filled in too, and names refer to something. */
const isFull = ({ round }: Filling) => round % 4 >= 2;

/** In this round lists and maps are empty. */
const isEmpty = ({ round }: Filling) => round % 4 === 1;

/** Another name for an entry of a map. */
export function otherName(schema: Schema, filling: Filling): string {
  const of = unwrapped(schema);
  const fresh = of instanceof z.ZodRecord ? kinds.get(of.keyType)?.fresh : undefined;
  return String(fresh?.(filling.next()) ?? filling.next());
}

/** A valid placeholder without meaning. */
export function standIn(schema: Schema, filling: Filling): unknown {
  const of = unwrapped(schema);
  if (of instanceof z.ZodObject) return standInMap(of.shape, filling);
  if (of instanceof z.ZodRecord)
    return isEmpty(filling) ? {} : { [otherName(of, filling)]: standIn(of.valueType, filling) };
  if (of instanceof z.ZodArray)
    return isEmpty(filling) && of.safeParse([]).success ? [] : [standIn(of.element, filling)];
  if (of instanceof z.ZodUnion) return standIn(inTurn(of.options as readonly Schema[], filling), filling);
  if (of instanceof z.ZodEnum) return inTurn(of.options, filling);
  if (of instanceof z.ZodBoolean) return filling.round % 2 === 1;
  return standInValue(of, filling);
}

function standInMap(shape: Record<string, Schema>, filling: Filling): object {
  const wanted = Object.entries(shape).filter(([, child]) => isFull(filling) || child._zod.optin !== "optional");
  return Object.fromEntries(wanted.map(([key, child]) => [key, standIn(child, filling)]));
}

function standInValue(schema: Schema, filling: Filling): unknown {
  const { example, fresh, of } = kinds.get(schema) ?? {};
  const n = filling.next();
  const names = of !== undefined && isFull(filling) ? filling.namesOf(of) : [];
  if (names.length > 0) return names[n % names.length];
  if (example === undefined && schema instanceof z.ZodNumber)
    return filling.round % 2 === 1 ? schema.maxValue : schema.minValue;
  return fresh?.(n) ?? example;
}

const inTurn = <T>(words: readonly [T, ...T[]] | readonly T[], { round }: Filling): T =>
  words[round % words.length] as T;
