/** Something to look for; at least `shortestNeedle` characters long. */
export interface Needle {
  readonly needle: string;
}

export interface NeedleMatch<T extends Needle> {
  readonly at: number;
  readonly found: T;
}

export const shortestNeedle = 8;

/**
 * Finds any of many strings in one pass over a text: hundreds of machines bring thousands of spellings of secrets, and
 * megabytes of state and logs are read for them.
 */
export class NeedleIndex<T extends Needle> {
  /** Which pairs of first characters occur at all: rules out nearly every position without making a string. */
  private readonly pairs = new Uint8Array(65_536);
  private readonly byHead = new Map<string, T[]>();

  constructor(needles: readonly T[]) {
    for (const item of [...needles].sort((a, b) => b.needle.length - a.needle.length)) {
      if (item.needle.length < shortestNeedle) throw new Error(`needle of ${item.needle.length} characters`);
      this.pairs[pairAt(item.needle, 0)] = 1;
      const head = item.needle.slice(0, shortestNeedle);
      const bucket = this.byHead.get(head);
      if (bucket) bucket.push(item);
      else this.byHead.set(head, [item]);
    }
  }

  /** Every match from left to right, the longest where several begin; matches do not overlap. */
  *matches(text: string): Generator<NeedleMatch<T>> {
    for (let at = 0; at <= text.length - shortestNeedle; at++) {
      if (this.pairs[pairAt(text, at)] === 0) continue;
      const bucket = this.byHead.get(text.slice(at, at + shortestNeedle));
      const found = bucket?.find(({ needle }) => text.startsWith(needle, at));
      if (!found) continue;
      yield { at, found };
      at += found.needle.length - 1;
    }
  }
}

function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 255) << 8) | (text.charCodeAt(at + 1) & 255);
}
