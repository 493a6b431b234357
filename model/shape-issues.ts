import type { z } from "zod";
import { nearestWord } from "./edit-distance";
import { type Issue, showValue } from "./errors";
import { knownKeys } from "./json-schema";

type ShapeIssue = z.core.$ZodIssue;

/** What the schema found, in the form every message of the program has. */
export function shapeIssues(found: readonly ShapeIssue[]): Issue[] {
  return found.flatMap((issue) => (issue.code === "unrecognized_keys" ? unknownKeys(issue) : [wrongValue(issue)]));
}

/** `nodes.worker-1.taints[0]` */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}${text && "."}${String(key)}`),
    "",
  );
}

function unknownKeys(issue: ShapeIssue & { code: "unrecognized_keys" }): Issue[] {
  const known = knownKeys(issue.path, issue.input) ?? [];
  return issue.keys.map((key) => {
    const meant = nearestWord(key, known);
    return {
      path: formatPath([...issue.path, key]),
      problem: "unknown key",
      got: `"${key}"`,
      allowed: `allowed are ${known.join(", ")}`,
      remedy: meant ? `did you mean "${meant}"?` : "remove it",
    };
  });
}

function wrongValue(found: ShapeIssue): Issue {
  const issue = found.code === "invalid_union" && found.discriminator !== undefined ? atDiscriminator(found) : found;
  const cut = issue.message.indexOf("; ");
  const remedy = suggestion(issue) ?? issue.message.slice(cut + 2);
  // A union does not say what it was given.
  const got = issue.code === "invalid_union" ? {} : { got: showValue(issue.input) };
  return {
    path: formatPath(issue.path),
    problem: problemOf(issue),
    ...got,
    allowed: issue.message.slice(0, cut),
    remedy,
  };
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
  if (issue.code !== "invalid_union" && issue.input === undefined) return "missing key";
  return PROBLEMS[issue.code] ?? "unknown value";
}

const PROBLEMS: Readonly<Partial<Record<string, string>>> = {
  invalid_type: "wrong type",
  too_small: "out of range",
  too_big: "out of range",
  invalid_format: "malformed",
};
