import type { Issue } from "./issue";

/** More lines than these nobody reads, and one mistake may be in hundreds of entries. */
const MOST_LINES = 100;

/** A line an issue; of many the first of every kind, so that no kind is hidden by another. */
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

/** One kind wants the same of the same key of one section. */
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
