export type Path = readonly PropertyKey[];

/** The places whose values are not known, by the keys that lead to them: one pass over a configuration meets them all. */
export class DoubtTree {
  /** Whether the value here is not known, whatever is below. */
  isPlace = false;
  readonly below = new Map<PropertyKey, DoubtTree>();

  static of(places: readonly Path[]): DoubtTree {
    const root = new DoubtTree();
    for (const place of places) root.add(place);
    return root;
  }

  private add([key, ...rest]: Path): void {
    if (key === undefined) {
      this.isPlace = true;
      return;
    }
    const child = this.below.get(key) ?? new DoubtTree();
    this.below.set(key, child);
    child.add(rest);
  }
}
