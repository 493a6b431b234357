import type { z } from "zod";
import { configSchema } from "./config-schema";
import { nearestWord } from "../model/edit-distance";
import { isHidden, type Issue, showValue } from "../model/errors";
import { formatPath } from "../model/path";
import { rawIssues } from "./raw-values";
import { renamed } from "./renamed-keys";
import { isTextWithoutQuotes } from "./rules/bare-words";
import { childOf, isWrongName, keysOf } from "../model/schema/walk";
import { SECRET_NAMES } from "../model/secrets";

/** What a key is that its section does not have. */
export const UNKNOWN_KEY = "unknown key";
const MISSING_KEY = "missing key";

type ShapeIssue = z.core.$ZodIssue;

/** What the schema found, in the form every message of the program has. */
export function shapeIssues(found: readonly ShapeIssue[], value: unknown): Issue[] {
  return withoutConsequences(found).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return unknownKeys(issue, value);
    return [issue.code === "invalid_key" ? wrongName(issue, value) : wrongValue(issue, value)];
  });
}

/** A text where a list belongs has a length too. */
function withoutConsequences(found: readonly ShapeIssue[]): ShapeIssue[] {
  const wrongTypes = new Set<string>();
  return found.filter(({ code, path }) => {
    const place = formatPath(path);
    const isNew = !wrongTypes.has(place);
    if (code === "invalid_type") wrongTypes.add(place);
    return isNew;
  });
}

function unknownKeys(issue: ShapeIssue & { code: "unrecognized_keys" }, value: unknown): Issue[] {
  const known = knownKeys(issue.path, value) ?? [];
  return issue.keys.map((key) => {
    const meant =
      renamed(key, issue.path) ?? nearestWord(key, issue.path.length === 0 ? [...known, ...SECRET_NAMES] : known);
    return {
      path: formatPath([...issue.path, key]),
      at: [...issue.path, key],
      problem: UNKNOWN_KEY,
      got: showValue(key),
      allowed: known.length > 0 ? `must be ${known.join(", ")}` : "must be the keys its section has",
      remedy: meant ? keyMeant(meant, valueAt(value, issue.path)) : "remove it",
    };
  });
}

/** A key stands once in a map. */
const keyMeant = (meant: string, map: unknown) =>
  has(map, meant) ? `${meant} is there already: put it there, or remove it` : `did you mean "${meant}"?`;

const has = (map: unknown, key: string) => typeof map === "object" && map !== null && Object.hasOwn(map, key);

/**
 * Keys a map at this path may have; undefined where any key may stand (names of nodes, hosts …). The map's own value
 * decides where one of its keys says which others there are.
 */
export function knownKeys(path: readonly PropertyKey[], value: unknown): readonly string[] | undefined {
  const found = path.reduce<{ schema: z.core.$ZodType | undefined; value: unknown }>(
    ({ schema, value }, key) => ({
      schema: schema && childOf(schema, key, typeof value === "object" && value !== null ? value : {}),
      value: valueAt(value, [key]),
    }),
    { schema: configSchema, value },
  );
  return found.schema && keysOf(found.schema, found.value);
}

/** A key that is a name: of a node, a storage, a label. */
function wrongName({ path, input, issues }: ShapeIssue & { code: "invalid_key" }, value: unknown): Issue {
  const [allowed = "", remedy = ""] = (issues[0]?.message ?? "").split("; ");
  const mended = String(input)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const map = path.slice(0, -1);
  const isFree = !has(valueAt(value, map), mended);
  const isBetter = remedy === "rename it" && isFree && !isHidden(String(input)) && isGoodName(map, mended);
  const example = isBetter ? `, for example to ${mended}` : "";
  const got = showValue(String(input));
  return { path: formatPath(path), at: path, problem: "malformed name", got, allowed, remedy: `${remedy}${example}` };
}

function wrongValue(found: ShapeIssue, value: unknown): Issue {
  const issue = found.code === "invalid_union" && found.discriminator !== undefined ? atDiscriminator(found) : found;
  const cut = issue.message.indexOf("; ");
  const problem = problemOf(issue);
  const remedy = suggestion(issue) ?? remedyOf(problem, issue.message.slice(cut + 2));
  // A union does not say what it was given.
  const got = issue.code === "invalid_union" ? valueAt(value, issue.path) : issue.input;
  return {
    path: formatPath(issue.path),
    at: issue.path,
    problem,
    got: showValue(got),
    allowed: issue.message.slice(0, cut),
    remedy,
  };
}

/** What has no name yet cannot be given another. */
const remedyOf = (problem: string, remedy: string) =>
  problem === MISSING_KEY && remedy === "rename it" ? "add it" : remedy;

/** Whether it is a name that nothing else is said against: neither in this map nor by what is said of every text. */
const isGoodName = (map: readonly PropertyKey[], name: string) =>
  /[a-z]/.test(name) && rawIssues(name).length === 0 && isTextWithoutQuotes(name) && !isWrongKey(map, name);

function isWrongKey(path: readonly PropertyKey[], key: string): boolean {
  const map = path.reduce<z.core.$ZodType | undefined>(
    (schema, step) => schema && childOf(schema, step, {}),
    configSchema,
  );
  return map === undefined || isWrongName(map, key);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (found, key) => (typeof found === "object" && found !== null ? (Reflect.get(found, key) as unknown) : undefined),
    value,
  );
}

/** Of a union the whole map is reported, though one word in it is wrong. */
function atDiscriminator(issue: ShapeIssue & { code: "invalid_union" }): ShapeIssue {
  const { discriminator = "", options = [] } = issue as { discriminator?: string; options?: string[] };
  const input = (issue.input as Record<string, unknown>)[discriminator];
  return { code: "invalid_value", values: options, path: issue.path, message: issue.message, input };
}

/** For a misspelt word of a fixed list. */
function suggestion(issue: ShapeIssue): string | undefined {
  if (issue.code !== "invalid_value" || typeof issue.input !== "string") return undefined;
  const meant = nearestWord(issue.input, issue.values.map(String));
  return meant && `did you mean "${meant}"?`;
}

function problemOf(issue: ShapeIssue): string {
  if (issue.code !== "invalid_union" && issue.input === undefined) return MISSING_KEY;
  return PROBLEMS[issue.code] ?? "unknown value";
}

const PROBLEMS: Readonly<Partial<Record<string, string>>> = {
  invalid_type: "wrong type",
  too_small: "out of range",
  too_big: "out of range",
  invalid_format: "malformed",
};
