import type { z } from "zod";
import { configSchema } from "./config";
import { type Issue, showValue } from "./errors";
import { formatPath } from "./path";
import { placeControlPlanes } from "./place-control-planes";
import { everyRule } from "./rules/every-rule";
import { type Filling, type Named, otherName, standIn } from "./schema/stand-in";
import { childOf, isWrongName, optionsToldBy } from "./schema/walk";
import { shapeIssues } from "./shape-issues";

type Path = readonly PropertyKey[];
type Schema = z.core.$ZodType | undefined;

/** The places whose values are not known, as something is wrong with them. */
export function doubtful(issues: readonly Issue[]): Path[] {
  return issues.flatMap(({ at }) => (at === undefined ? [] : [at]));
}

/** Enough for every word of a short list, and for a size that is least or most beside either of two words. */
const ROUNDS = [0, 1, 2, 3];

/** With more mistakes than these nobody misses what rules would add. */
const MOST_DOUBTS = 300;

/**
 * What is wrong with a configuration whatever the values are that are not known: it is filled in several times, each time in
 * another way, and what is said every time depends on none of them (docs/decisions/0051).
 */
export function issuesOfTheRest(raw: Readonly<Record<string, unknown>>, doubts: readonly Path[]): Issue[] {
  if (doubts.length > MOST_DOUBTS) return [];
  const [first = [], ...others] = ROUNDS.map((round) => new Filled(raw, round).issues(doubts));
  const said = others.map((issues) => new Set(issues.map(textOf)));
  return first.filter((issue) => said.every((texts) => texts.has(textOf(issue))));
}

/** Of an unknown key the keys that are allowed may differ. */
const textOf = ({ path, at, problem, got, allowed, remedy }: Issue) =>
  JSON.stringify([path, problem, got, at ? "" : allowed, remedy]);

/** A configuration that is filled in one way. */
class Filled implements Filling {
  readonly round: number;
  private value: unknown;
  private count = 0;
  /** Wrong names by those that are written in their place. */
  private readonly wrongNames = new Map<string, string>();

  constructor(raw: unknown, round: number) {
    this.value = raw;
    this.round = round;
  }

  /** What shape and rules say of it, apart from what is in doubt. */
  issues(doubts: readonly Path[]): Issue[] {
    const places = doubts.map(formatPath);
    return this.everyIssue(doubts)
      .map((issue) => this.withItsNames(issue))
      .filter(({ path }) => !places.some((place) => isAtOrBelow(path, place)));
  }

  /** What was hidden by one mistake may have others of its shape, as a cluster by its unknown distribution. */
  private everyIssue(doubts: readonly Path[], attemptsLeft = 5): Issue[] {
    this.fill(doubts);
    const shaped = configSchema.safeParse(this.value, { reportInput: true });
    if (shaped.success) {
      const config = placeControlPlanes(shaped.data);
      return everyRule.flatMap((rule) => rule(config));
    }
    const found = shapeIssues(shaped.error.issues, this.value);
    const rest = attemptsLeft > 0 ? this.everyIssue(doubtful(found), attemptsLeft - 1) : [];
    const places = doubtful(found).map(formatPath);
    return [...found, ...rest.filter(({ path }) => !places.some((place) => isAtOrBelow(path, place)))];
  }

  next(): number {
    return this.count++ * ROUNDS.length + this.round;
  }

  namesOf(what: Named): readonly string[] {
    return NAMES[what](this.value);
  }

  /** The deepest first, as a place is looked up by the names above it. */
  private fill(doubts: readonly Path[]): void {
    const deepestFirst = [...doubts].sort((a, b) => b.length - a.length);
    for (const path of deepestFirst) this.value = this.filled(configSchema, this.value, path);
    for (const [name, wrong] of this.wrongNames) this.value = withWord(this.value, wrong, name);
  }

  /** The value with something of the right shape at a place, or without that place where nothing belongs there. */
  private filled(schema: Schema, value: unknown, [key, ...rest]: Path): unknown {
    if (key === undefined || typeof value !== "object" || value === null) return schema && standIn(schema, this);
    const child = schema && this.childOf(schema, key, value);
    if (Array.isArray(value))
      return value.map((item: unknown, index) => (index === key ? this.filled(child, item, rest) : item));
    const entries = Object.entries(value);
    if (child === undefined) return Object.fromEntries(entries.filter(([name]) => name !== key));
    if (rest.length === 0 && schema && isWrongName(schema, key)) return this.renamed(schema, entries, String(key));
    const present: unknown = entries.find(([name]) => name === key)?.[1];
    return Object.fromEntries(replaced(entries, String(key), this.filled(child, present, rest)));
  }

  /** Of a union told by a word that is not known any branch is as likely. */
  private childOf(schema: NonNullable<Schema>, key: PropertyKey, value: object): Schema {
    const options = optionsToldBy(schema, key);
    return childOf(options?.[this.round % options.length] ?? schema, key, value);
  }

  /** An entry by another name is still there to be judged, and to be referred to. */
  private renamed(schema: NonNullable<Schema>, entries: readonly [string, unknown][], wrong: string): object {
    const name = otherName(schema, this);
    this.wrongNames.set(name, wrong);
    return Object.fromEntries(entries.map(([key, value]) => [key === wrong ? name : key, value]));
  }

  /** As the reader knows them. */
  private withItsNames(issue: Issue): Issue {
    return [...this.wrongNames].reduce(({ path, at, problem, got, allowed, remedy }, [name, wrong]): Issue => {
      const shown = /^"(.*)"$/.exec(showValue(wrong))?.[1] ?? "(not shown)";
      const step = formatPath(["_", wrong]).slice(1);
      return {
        path: path.replaceAll(`.${name}`, () => step),
        ...(at && { at }),
        problem: problem.replaceAll(name, () => shown),
        ...(got !== undefined && { got: got.replaceAll(name, () => shown) }),
        allowed: allowed.replaceAll(name, () => shown),
        remedy: remedy.replaceAll(name, () => shown),
      };
    }, issue);
  }
}

const isAtOrBelow = (path: string, place: string) =>
  path.startsWith(place) && /^([.[]|$)/.test(path.slice(place.length));

function replaced(entries: readonly [string, unknown][], key: string, value: unknown): [string, unknown][] {
  const isThere = entries.some(([name]) => name === key);
  if (!isThere) return [...entries, [key, value]];
  return entries.map(([name, old]) => [name, name === key ? value : old]);
}

/** The value with another word wherever it has this one. */
function withWord(value: unknown, from: string, to: string): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((item) => withWord(item, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withWord(item, from, to)]));
}

const NAMES: Readonly<Record<Named, (value: unknown) => string[]>> = {
  hosts: (value) => keysOf(at(value, "proxmox", "hosts")),
  storages: (value) => hosts(value).flatMap((host) => keysOf(at(host, "storages"))),
  subnets: (value) => keysOf(at(value, "network", "subnets")),
  bridges: (value) => [
    ...keysOf(at(value, "network", "bridges")),
    ...hosts(value).flatMap((host): string[] => listOf(at(host, "bridges"))),
  ],
  machines: (value) => [...keysOf(at(value, "nodes")), ...keysOf(at(value, "machines"))],
};

const hosts = (value: unknown): unknown[] => Object.values(mapOf(at(value, "proxmox", "hosts")));
const keysOf = (value: unknown) => Object.keys(mapOf(value));
const mapOf = (value: unknown) => (typeof value === "object" && value !== null ? value : {});
const listOf = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []).filter(isText);
const isText = (value: unknown) => typeof value === "string";

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((found, key) => Object.entries(mapOf(found)).find(([name]) => name === key)?.[1], value);
}
