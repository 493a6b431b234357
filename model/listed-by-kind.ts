import type { Issue } from "./issue";

/** Nobody reads more lines than these, and one mistake may be in hundreds of entries. */
const MOST_LINES = 100;

/** One line per issue; of many, the first ones of each kind, so that no kind is hidden by another. */
export function listedByKind(issues: readonly Issue[], lineOf: (issue: Issue) => string): string[] {
  if (issues.length <= MOST_LINES) return issues.map(lineOf);
  const kinds = [...byKind(issues).values()];
  const ofEach = Math.max(1, Math.floor(MOST_LINES / kinds.length) - 1);
  const shown = kinds.slice(0, MOST_LINES).flatMap((kind) => {
    const more = kind.length - ofEach;
    return [...kind.slice(0, ofEach).map(lineOf), ...(more > 0 ? [`and ${more} more of the kind`] : [])];
  });
  const unseen = kinds.slice(MOST_LINES).flat().length;
  return unseen > 0 ? [...shown, `and ${unseen} more`] : shown;
}

/** Issues are of one kind if they have the same message for the same key of a section. */
function byKind(issues: readonly Issue[]): ReadonlyMap<string, readonly Issue[]> {
  const kinds = new Map<string, Issue[]>();
  for (const issue of issues) {
    const [section = "", ...steps] = issue.path.split(/[.[]/);
    const key = JSON.stringify([section, steps.length, issue.allowed]);
    const kind = kinds.get(key) ?? [];
    kinds.set(key, kind);
    kind.push(issue);
  }
  return kinds;
}
