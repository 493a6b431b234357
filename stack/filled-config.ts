import type { z } from "zod";
import { configSchema } from "./config-schema";
import { DoubtTree, type Path } from "./doubt-tree";
import { NamesOf } from "../model/names-of";
import { type Filling, type Named, otherName, standIn } from "../model/schema/stand-in";
import { childOf, isWrongName, optionsToldBy } from "../model/schema/walk";

type Schema = z.core.$ZodType;
type Entry = readonly [name: string, value: unknown];

/** In how many ways: enough for every word of a short list, and for the least and the most of two sizes side by side. */
export const ROUNDS = 4;

/** A configuration that is filled in, one of several ways, wherever what was written is not known. */
export class FilledConfig implements Filling {
  readonly round: number;
  /** Wrong names by those that are written in their place. */
  readonly wrongNames = new Map<string, string>();
  private current: unknown;
  private names: NamesOf;
  private count = 0;

  constructor(raw: unknown, round: number) {
    this.current = raw;
    this.names = new NamesOf(raw);
    this.round = round;
  }

  get value(): unknown {
    return this.current;
  }

  fill(doubts: readonly Path[]): void {
    this.names = new NamesOf(this.current);
    const filled = this.filled(configSchema, this.current, DoubtTree.of(doubts));
    this.current = withWords(filled, new Map([...this.wrongNames].map(([name, wrong]) => [wrong, name])));
  }

  next(): number {
    return this.count++ * ROUNDS + this.round;
  }

  namesOf(what: Named): readonly string[] {
    return this.names.of(what);
  }

  private filled(schema: Schema, value: unknown, doubt: DoubtTree): unknown {
    return doubt.isPlace ? standIn(schema, this) : this.filledBelow(schema, value, doubt);
  }

  private filledBelow(schema: Schema, value: unknown, { below }: DoubtTree): unknown {
    if (below.size === 0) return value;
    if (typeof value !== "object" || value === null) return standIn(schema, this);
    if (!Array.isArray(value)) return Object.fromEntries(this.filledEntries(schema, value, below));
    return value.map((item: unknown, index) => {
      const doubt = below.get(index);
      const child = doubt && childOf(schema, index, value);
      return child ? this.filled(child, item, doubt) : item;
    });
  }

  /** The word that tells a union's branch comes first, as it tells what the other keys are. */
  private filledEntries(schema: Schema, value: object, below: DoubtTree["below"]): Entry[] {
    const tells = ([key]: readonly [PropertyKey, DoubtTree]) => optionsToldBy(schema, key) !== undefined;
    const told = [...below].filter(tells).map((doubt) => [doubt[0], this.filledEntry(schema, value, doubt)] as const);
    const known = { ...value, ...Object.fromEntries(told.flatMap(([, entries]) => entries)) };
    const others = [...below].filter((doubt) => !tells(doubt));
    const filled = new Map<PropertyKey, readonly Entry[]>([
      ...told,
      ...others.map((doubt) => [doubt[0], this.filledEntry(schema, known, doubt)] as const),
    ]);
    const missing = [...below.keys()].filter((key) => !Object.hasOwn(value, key));
    const present = Object.entries(value).flatMap((entry): readonly Entry[] => filled.get(entry[0]) ?? [entry]);
    return [...present, ...missing.flatMap((key) => filled.get(key) ?? [])];
  }

  /** The entry with something of the right form, by another name where its own is wrong; none where nothing belongs there. */
  private filledEntry(schema: Schema, map: object, [key, doubt]: readonly [PropertyKey, DoubtTree]): Entry[] {
    const child = this.childOf(schema, key, map);
    if (child === undefined) return [];
    if (doubt.isPlace && isWrongName(schema, key))
      return [[this.nameInsteadOf(String(key), schema), this.filledBelow(child, own(map, key), doubt)]];
    return [[String(key), this.filled(child, own(map, key), doubt)]];
  }

  /** Of a union told by a word that is not known any branch is as likely. */
  private childOf(schema: Schema, key: PropertyKey, value: object): Schema | undefined {
    const options = optionsToldBy(schema, key);
    return childOf(options?.[this.round % options.length] ?? schema, key, value);
  }

  /** An entry by another name is still there to be judged, and to be referred to. */
  private nameInsteadOf(wrong: string, schema: Schema): string {
    const name = otherName(schema, this);
    this.wrongNames.set(name, wrong);
    return name;
  }
}

const own = (map: object, key: PropertyKey): unknown => (Object.hasOwn(map, key) ? Reflect.get(map, key) : undefined);

/** The value with other words wherever it has one of these. */
function withWords(value: unknown, words: ReadonlyMap<string, string>): unknown {
  if (words.size === 0) return value;
  if (typeof value === "string") return words.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => withWords(item, words));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withWords(item, words)]));
}
