import type { z } from "zod";
import { type Config, configSchema } from "./config";
import type { Issue } from "./errors";
import { everyRule } from "./rules/every-rule";
import type { Rule } from "./rules/rule";
import { childOf, isWrongName, standIn } from "./schema/stand-in";

type Path = readonly PropertyKey[];

/** The places whose values are not known, as something is wrong with them. */
export function doubtful(issues: readonly Issue[]): Path[] {
  return issues.flatMap(({ at }) => (at === undefined ? [] : [at]));
}

/**
 * What the rules say of a configuration with values that are not known. A rule that asks for one of these does not
 * judge, or, where only an entry is in doubt (a node, a machine, a card), judges the others.
 */
export function rulesOnWhatIsKnown(raw: Readonly<Record<string, unknown>>, doubts: readonly Path[]): Issue[] {
  const names = new Set<string>();
  const filled = doubts.reduce<unknown>((value, path) => replaced(configSchema, value, path, names), raw);
  const shaped = configSchema.safeParse(filled);
  if (!shaped.success) return [];
  const unknown = new Set(doubts.map(keyOf));
  const issues = everyRule.flatMap((rule) => judged(rule, shaped.data, unknown));
  return issues.filter((issue) => ![...names].some((name) => mentions(issue, name) || issue.path.includes(name)));
}

/** Sections whose entries nothing else is counted by but themselves. */
const ENTRIES = ["nodes", "machines", "gpus"] as const;

function judged(rule: Rule, config: Config, unknown: ReadonlySet<string>): Issue[] {
  const left: string[] = [];
  for (let attempt = config; ;) {
    try {
      const issues = rule(guarded(attempt, unknown, []));
      return issues.filter((issue) => !left.some((name) => mentions(issue, name)) && !isOfCount(issue, left));
    } catch (error) {
      if (!(error instanceof Unknown)) throw error;
      const [section, name] = error.path.map(String);
      const entries = ENTRIES.find((known) => known === section);
      if (entries === undefined || name === undefined || left.includes(name)) return [];
      left.push(name);
      attempt = { ...attempt, [entries]: without<unknown>(attempt[entries], name) };
    }
  }
}

/** Thrown where a rule asks for a value that is not known. */
class Unknown extends Error {
  readonly path: Path;

  constructor(path: Path) {
    super("not known");
    this.path = path;
  }
}

function guarded<T extends object>(value: T, unknown: ReadonlySet<string>, path: Path): T {
  return new Proxy(value, {
    get(target, key) {
      const at = [...path, key];
      if (typeof key !== "symbol" && unknown.has(keyOf(at))) throw new Unknown(at);
      const child: unknown = Reflect.get(target, key);
      return typeof child === "object" && child !== null ? guarded(child, unknown, at) : child;
    },
  });
}

const keyOf = (path: Path) => JSON.stringify(path.map(String));

/** What a rule says of a whole section, some of whose entries it did not see. */
const isOfCount = ({ path }: Issue, left: readonly string[]) =>
  left.length > 0 && ENTRIES.some((section) => section === path);

/** What a rule says of an entry that was only left out for it. */
const mentions = ({ got = "", problem }: Issue, name: string) => got === JSON.stringify(name) || problem.includes(name);

function without<T>(entries: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name));
}

/**
 * The value with something of the right shape at a place, or without that place where nothing belongs there. An entry whose
 * name is wrong counts by another name; `names` remembers both.
 */
function replaced(
  schema: z.core.$ZodType | undefined,
  value: unknown,
  [key, ...rest]: Path,
  names: Set<string>,
): unknown {
  if (key === undefined) return schema && standIn(schema);
  if (typeof value !== "object" || value === null) return schema && standIn(schema);
  const child = schema && childOf(schema, key, value);
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === key ? replaced(child, item, rest, names) : item));
  const entries = Object.entries(value).filter(([name]) => name !== key);
  const present = Object.entries(value).find(([name]) => name === key)?.[1] as unknown;
  if (child === undefined) return Object.fromEntries(entries);
  if (rest.length === 0 && schema && isWrongName(schema, key)) {
    const otherName = `unnamed-${names.size}`;
    names.add(String(key)).add(otherName);
    return Object.fromEntries([...entries, [otherName, present]]);
  }
  return Object.fromEntries([...entries, [String(key), replaced(child, present, rest, names)]]);
}
