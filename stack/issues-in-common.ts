import type { Issue } from "../model/errors";
import { UNKNOWN_KEY } from "./shape-issues";

/**
 * What is said in every round. Of a rule that is its whole text. Of a value's form it is the place alone: whatever the value
 * may be depends on what is not known, but it is wrong every time.
 */
export function issuesInCommon(rounds: readonly (readonly Issue[])[]): Issue[] {
  const [first = new Map<string, Issue>(), ...others] = rounds.map(
    (issues) => new Map(issues.map((issue) => [keyOf(issue), issue] as const)),
  );
  return [...first].flatMap(([key, issue]) => {
    const same = [issue, ...others.flatMap((round) => round.get(key) ?? [])];
    return same.length === rounds.length ? [oneOf(same)] : [];
  });
}

const keyOf = ({ path, at, problem, got, allowed, remedy }: Issue) =>
  JSON.stringify(at ? [path] : [path, problem, got, allowed, remedy]);

/** A key that only some rounds know is judged by those; where they want different values, each will do. */
function oneOf(same: readonly Issue[]): Issue {
  const judged = same.filter(({ problem }) => problem !== UNKNOWN_KEY);
  const [issue, ...others] = (judged.length > 0 ? judged : same) as [Issue, ...Issue[]];
  if (issue.problem === UNKNOWN_KEY) return issue;
  return {
    ...issue,
    allowed: either([issue, ...others].map(({ allowed }) => allowed)),
    remedy: either([issue, ...others].map(({ remedy }) => remedy)),
  };
}

/** `write it as a or b`, of `write it as a` and `write it as b`. */
function either(texts: readonly string[]): string {
  const [first = "", ...others] = new Set(texts);
  const [lead = ""] = /^(allowed (is|are)|must be|write it as) /.exec(first) ?? [];
  return [first, ...others.map((text) => (text.startsWith(lead) ? text.slice(lead.length) : text))].join(" or ");
}
