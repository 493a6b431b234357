import { createHash } from "node:crypto";
import type { Seed } from "./seed";

/**
 * Perl walks the keys of a hash in an order of its own that differs from one process to the next (perldoc perlsec,
 * "Algorithmic Complexity Attacks"), and Proxmox is written in Perl. Here the order follows a seed, so that what went
 * wrong can be seen again.
 */
export class HashOrder {
  readonly seed: Seed;
  private readonly walks = new Map<string, number>();

  constructor(seed: Seed) {
    this.seed = seed;
  }

  /**
   * The items as one walk meets them. `place` says whose hash it is, e.g. `config of 1001`: each place has its own chance,
   * so that a walk does not depend on what else happens in the world at that time.
   */
  walk<T>(place: string, items: Iterable<T>, keyOf: (item: T) => string = String): T[] {
    const walk = this.walks.get(place) ?? 0;
    this.walks.set(place, walk + 1);
    const chance = (key: string) => createHash("sha1").update(`${this.seed}/${place}/${walk}/${key}`).digest("hex");
    return [...items]
      .map((item) => ({ item, chance: chance(keyOf(item)) }))
      .sort((a, b) => (a.chance < b.chance ? -1 : 1))
      .map(({ item }) => item);
  }
}
