import { z } from "zod";
import { configSchema } from "../../../stack/config-schema";
import { checkConfig } from "../../../stack/parse";
import { childOf, isWrongName } from "../../../model/schema/walk";
import { MISTAKABLE } from "../../model/render/mistakable";
import type { Raw } from "../../model/stack-fixtures";
import { type JudgedStack, judgedStacks } from "../documents/stacks";

type Schema = z.core.$ZodType;

/** Something in a stack file that can be any word: a string, or the name of an entry with its references. */
interface Place {
  readonly takes: (word: string) => boolean;
  readonly put: (raw: Raw, word: string) => Raw;
}

/** One stack of each distribution, and what they leave out, with odd words in place of every name. */
export function oddStacks(turn: number): JudgedStack[] {
  const chosen = judgedStacks().filter(({ name }) =>
    /^(asgard|pc-tips|r730|fixture bridges|fixture k3s-cilium)$/.test(name),
  );
  return chosen.map(({ name, sections }) => {
    let odd: Raw | undefined;
    return {
      name: `${name} with odd names`,
      sections: (): Raw => structuredClone((odd ??= oddStack(sections(), MISTAKABLE, turn))),
    };
  });
}

/**
 * The stack with odd words in every place that takes one. Without its platform: no document of a machine holds any of that, and
 * an object of an odd kind is nothing that anybody reads. Each place begins with another of them, and in the next turn with
 * the next one, so that as many turns as there are words bring each to each place.
 */
function oddStack({ platform: _, ...stack }: Raw, words: readonly string[], turn: number): Raw {
  const named = putAll(stack, namesOf(stack, configSchema), words, turn);
  return putAll(named, textsOf(named, configSchema), words, turn);
}

function putAll(stack: Raw, places: readonly Place[], words: readonly string[], turn: number): Raw {
  return places.reduce((raw, { takes, put }, index) => {
    const right = words.filter(takes);
    const inTurn = right.map((_, place) => right[(turn + index + place) % right.length] as string);
    return inTurn.map((word) => put(raw, word)).find((edited) => "config" in checkConfig(edited)) ?? raw;
  }, stack);
}

/** The texts below a value, as the schema has them. */
function textsOf(value: unknown, schema: Schema | undefined, at: readonly string[] = []): Place[] {
  if (typeof value === "string")
    return [
      {
        takes: (word) => schema !== undefined && z.safeParse(schema, asPart(value, word)).success,
        put: (raw, word) => replaced(raw, at, asPart(value, word)) as Raw,
      },
    ];
  return childrenOf(value, schema).flatMap(([key, child, its]) => textsOf(child, its, [...at, key]));
}

/** The names of entries below a value; not those of the schema's own keys. */
function namesOf(value: unknown, schema: Schema | undefined): Place[] {
  const children = childrenOf(value, schema);
  const own = children.filter(([key]) => schema && !isWrongName(schema, key) && takesNames(schema, value as object));
  return [
    ...own.map(([name]) => ({
      takes: (word: string) => schema !== undefined && !isWrongName(schema, word),
      put: (raw: Raw, word: string) => renamed(raw, name, word) as Raw,
    })),
    ...children.flatMap(([, child, its]) => namesOf(child, its)),
  ];
}

const takesNames = (schema: Schema, value: object): boolean =>
  !Array.isArray(value) && childOf(schema, "a-name-of-ours", value) !== undefined;

function childrenOf(value: unknown, schema: Schema | undefined): [string, unknown, Schema | undefined][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([key, child]) => [key, child, schema && childOf(schema, key, value)]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (String(index) === key ? replaced(item, rest, text) : item));
  const entries = Object.entries(value as Raw);
  return Object.fromEntries(entries.map(([name, item]) => [name, name === key ? replaced(item, rest, text) : item]));
}

/** A value with an entry under another name, wherever it is named. */
function renamed(value: unknown, name: string, word: string): unknown {
  if (value === name) return word;
  if (Array.isArray(value)) return value.map((item) => renamed(item, name, word));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key === name ? word : key, renamed(item, name, word)]);
  return Object.fromEntries(entries) as unknown;
}

/** A word in the part of a text that is free: the comment of a key, both parts of a taint. */
function asPart(text: string, word: string): string {
  if (/^(ssh|ecdsa|sk)-/.test(text)) return `${text.split(" ").slice(0, 2).join(" ")} ${word}`;
  if (/:(NoSchedule|PreferNoSchedule|NoExecute)$/.test(text)) return `${word}=${word}:${text.replace(/.*:/, "")}`;
  return word;
}
