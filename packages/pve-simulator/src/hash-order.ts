import { createHash } from "node:crypto";
import type { Seed } from "./seed";

/**
 * Perl walks the keys of a hash in an order of its own that differs from one process to the next (perldoc perlsec,
 * "Algorithmic Complexity Attacks"), and Proxmox is written in Perl. Here the order follows a seed, so that what went
 * wrong can be seen again.
 */
export class HashOrder {
  private current: Seed;
  private readonly walks = new Map<string, number>();

  constructor(seed: Seed) {
    this.current = seed;
  }

  get seed(): Seed {
    return this.current;
  }

  /** Changes the order of every later walk, as if Proxmox' processes were restarted. */
  reseed(seed: Seed): void {
    this.current = seed;
    this.walks.clear();
  }

  /**
   * The items as one walk meets them. `place` says whose hash it is, e.g. `config of 1001`: each place has its own chance,
   * so that a walk does not depend on what else happens in the simulation at that time.
   */
  walk<T>(place: string, items: Iterable<T>, keyOf: (item: T) => string = String): T[] {
    const walk = this.count(place);
    const chance = (key: string) => createHash("sha1").update(`${this.seed}/${place}/${walk}/${key}`).digest("hex");
    return [...items]
      .map((item) => ({ item, chance: chance(keyOf(item)) }))
      .sort((a, b) => (a.chance < b.chance ? -1 : 1))
      .map(({ item }) => item);
  }

  /** Shuffles any number of hashes that are walked at one place and time, such as the objects of an answer. */
  shuffle(place: string): <T>(items: readonly T[]) => readonly T[] {
    const digest = createHash("sha1")
      .update(`${this.seed}/${place}/${this.count(place)}`)
      .digest();
    const number = numbers(digest.readUInt32BE());
    return (items) => {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = number() % (last + 1);
        [shuffled[last], shuffled[other]] = [shuffled[other] as never, shuffled[last] as never];
      }
      return shuffled;
    };
  }

  private count(place: string): number {
    const walk = this.walks.get(place) ?? 0;
    this.walks.set(place, walk + 1);
    return walk;
  }
}

/** A row of numbers that look like chance (Marsaglia, xorshift of 32 bits). */
function numbers(first: number): () => number {
  let state = first === 0 ? 1 : first;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
