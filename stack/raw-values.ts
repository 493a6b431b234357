import type { Issue } from "../model/errors";
import { showValue } from "../model/errors";
import { formatPath } from "../model/path";
import { unprintableIn } from "../model/unprintable";

/** Words every value of this program's language has: looked up in a map, they are found where nobody wrote them. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/** What no value and no key may be, wherever it stands: empty, unprintable, or a word of the language itself. */
export function rawIssues(value: unknown, at: readonly PropertyKey[] = []): Issue[] {
  if (value === null) return at.length === 0 ? [] : [emptyIssue(at)];
  if (typeof value === "string") return textIssues(value, at);
  if (Array.isArray(value)) return value.flatMap((item, index) => rawIssues(item, [...at, index]));
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = [...at, key];
    const ofKey = textIssues(key, path);
    return ofKey.length > 0 ? ofKey : rawIssues(item, path);
  });
}

function emptyIssue(at: readonly PropertyKey[]): Issue {
  const remedy = "write a value, or remove the key";
  return { path: formatPath(at), at, problem: "empty", got: "nothing", allowed: "must be a value", remedy };
}

function textIssues(text: string, at: readonly PropertyKey[]): Issue[] {
  if (text.includes("PRIVATE KEY")) return [privateKey(at, text)];
  const found = unprintableIn(text);
  if (found !== undefined)
    return [issue(at, `character ${found}, which is invisible`, text, "must be printable text", "remove it")];
  if (INHERITED.has(text))
    return [issue(at, "a word of the program's own language", text, "must be any other", "rename it")];
  return [];
}

/** It is compromised: anybody who can read the file has it. */
function privateKey(at: readonly PropertyKey[], { length }: string): Issue {
  return {
    path: formatPath(at),
    at,
    problem: "private key in plain text",
    got: `${length} characters (not shown)`,
    allowed: "must be public keys, and secrets that Pulumi encrypted",
    remedy: "remove it, make a new key pair and write the .pub file's line",
  };
}

function issue(at: readonly PropertyKey[], problem: string, text: string, allowed: string, remedy: string): Issue {
  return { path: formatPath(at), at, problem, got: showValue(text), allowed, remedy };
}
