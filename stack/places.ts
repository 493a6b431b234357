/** Places of a stack file, as messages spell them; asked for what lies at one of them or below it. */
export class Places {
  private readonly places: ReadonlySet<string>;

  constructor(places: Iterable<string>) {
    this.places = new Set(places);
  }

  /** Looks at the beginnings of the path, so that thousands of places cost no more than one. */
  holds(path: string): boolean {
    if (this.places.has(path)) return true;
    return [...path.matchAll(/[.[]/g)].some(({ index }) => this.places.has(path.slice(0, index)));
  }
}
