import { configSchema } from "./config-schema";
import type { Path } from "./doubt-tree";
import type { Issue } from "../model/errors";
import { FilledConfig, ROUNDS } from "./filled-config";
import { issuesInCommon } from "./issues-in-common";
import { formatPath } from "../model/path";
import { placeNodes } from "./place-nodes";
import { Places } from "./places";
import { everyRule } from "./rules/every-rule";
import { shapeIssues } from "./shape-issues";
import { withWrongNames } from "./wrong-names";

/** The places whose values are not known, as something is wrong with them. */
export function doubtful(issues: readonly Issue[]): Path[] {
  return issues.flatMap(({ at }) => (at === undefined ? [] : [at]));
}

/** With more than these, filling in takes longer than a reader waits (3000 take about a second). */
const MOST_DOUBTS = 3000;

/**
 * What is wrong with a configuration whatever the values are that are not known: it is filled in several times, each time in
 * another way, and what is said every time depends on none of them (docs/decisions/0051).
 */
export function issuesOfTheRest(raw: Readonly<Record<string, unknown>>, doubts: readonly Path[]): Issue[] {
  if (doubts.length > MOST_DOUBTS) return [tooManyDoubts(doubts.length)];
  const rounds = Array.from({ length: ROUNDS }, (_, round) => issuesWhenFilled(new FilledConfig(raw, round), doubts));
  return issuesInCommon(rounds);
}

function tooManyDoubts(count: number): Issue {
  return {
    path: "config",
    problem: "too many invalid values to check the rest",
    got: String(count),
    allowed: `must be at most ${MOST_DOUBTS}`,
    remedy: "fix these first; there may be more",
  };
}

/** What shape and rules say of it, apart from what is in doubt. */
function issuesWhenFilled(filled: FilledConfig, doubts: readonly Path[]): Issue[] {
  const issues = everyIssue(filled, doubts);
  return outside(withWrongNames(issues, filled.wrongNames), doubts);
}

/** What was hidden by one mistake may have others of its shape, as a cluster by its unknown distribution. */
function everyIssue(filled: FilledConfig, doubts: readonly Path[], attemptsLeft = 5): Issue[] {
  filled.fill(doubts);
  const shaped = configSchema.safeParse(filled.value, { reportInput: true });
  if (shaped.success) {
    const config = placeNodes(shaped.data);
    return everyRule.flatMap((rule) => rule(config));
  }
  const found = shapeIssues(shaped.error.issues, filled.value);
  const rest = attemptsLeft > 0 ? everyIssue(filled, doubtful(found), attemptsLeft - 1) : [];
  return [...found, ...outside(rest, doubtful(found))];
}

function outside(issues: readonly Issue[], doubts: readonly Path[]): Issue[] {
  const places = new Places(doubts.map(formatPath));
  return issues.filter(({ path }) => !places.holds(path));
}
