import { type Issue, showValue } from "../model/errors";
import { formatPath } from "../model/path";

/** Issues as the reader knows them: under the names that are wrong, not those that stand in for them. */
export function withWrongNames(issues: readonly Issue[], wrongNames: ReadonlyMap<string, string>): readonly Issue[] {
  if (wrongNames.size === 0) return issues;
  const longestFirst = [...wrongNames.keys()].sort((a, b) => b.length - a.length);
  const names = longestFirst.map((name) => name.replaceAll(".", "\\.")).join("|");
  const inPath = new RegExp(`\\.(${names})`, "g");
  const inText = new RegExp(names, "g");
  const path = (text: string) => text.replace(inPath, (_, name: string) => stepOf(wrongNames.get(name) ?? ""));
  const text = (words: string) => words.replace(inText, (name) => shown(wrongNames.get(name) ?? ""));
  return issues.map((issue) => ({
    ...issue,
    path: path(issue.path),
    problem: text(issue.problem),
    ...(issue.got !== undefined && { got: text(issue.got) }),
    allowed: text(issue.allowed),
    remedy: text(issue.remedy),
  }));
}

const stepOf = (name: string) => formatPath(["_", name]).slice(1);

const shown = (name: string) => /^"(.*)"$/.exec(showValue(name))?.[1] ?? "(not shown)";
