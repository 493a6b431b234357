/** Number of letters to insert, delete, replace or transpose to get from one word to the other. */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) rows.push(nextRow(rows, row, from, to));
  return rows[from.length]?.[to.length] ?? 0;
}

/**
 * The known word that a misspelled one most likely means; undefined if there is none. Case is ignored. The nearest by edit
 * distance; else the only one that ends or begins with it (`domain` for `clusterDomain`).
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  return misspelt(word, known) ?? shortened(word, known);
}

/** Shorter words are part of too many others. */
const LEAST_LETTERS = 4;

function shortened(word: string, known: readonly string[]): string | undefined {
  const short = word.toLowerCase();
  if (short.length < LEAST_LETTERS) return undefined;
  const [only, ...others] = known.filter((candidate) => {
    const long = candidate.toLowerCase();
    return long.startsWith(short) || long.endsWith(short);
  });
  return others.length === 0 ? only : undefined;
}

function misspelt(word: string, known: readonly string[]): string | undefined {
  const near = known
    .filter((candidate) => Math.abs(candidate.length - word.length) <= mostWrong(candidate))
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= mostWrong(candidate))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

const mostWrong = ({ length }: string) => Math.max(1, Math.floor(length / 3));

function nextRow(rows: readonly number[][], row: number, from: string, to: string): number[] {
  const at = (r: number, c: number) => rows[r]?.[c] ?? Infinity;
  const next = [row];
  for (let column = 1; column <= to.length; column++) {
    const replaced = at(row - 1, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
    const swapped =
      from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1] ? at(row - 2, column - 2) + 1 : Infinity;
    next.push(Math.min(at(row - 1, column) + 1, (next[column - 1] ?? Infinity) + 1, replaced, swapped));
  }
  return next;
}
