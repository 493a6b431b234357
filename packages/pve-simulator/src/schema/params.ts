/** Parameters as they come in: query, form and path together; a repeated name is a list. */
export type RawParams = Readonly<Record<string, string | string[]>>;

/** Verified parameters of one call. */
export class Params {
  private readonly values: ReadonlyMap<string, string | string[]>;

  constructor(values: ReadonlyMap<string, string | string[]>) {
    this.values = values;
  }

  /** A parameter that the table requires. */
  text(name: string): string {
    const value = this.maybe(name);
    if (value === undefined) throw new Error(`parameter ${name} is not in the endpoint's table`);
    return value;
  }

  maybe(name: string): string | undefined {
    const value = this.values.get(name);
    return Array.isArray(value) ? value[0] : value;
  }

  flag(name: string): boolean {
    return this.maybe(name) === "1";
  }

  number(name: string): number | undefined {
    const value = this.maybe(name);
    return value === undefined ? undefined : Number(value);
  }

  list(name: string): string[] {
    return [this.values.get(name) ?? []].flat();
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  /** All scalar parameters but the named ones. */
  except(...names: readonly string[]): Record<string, string> {
    const rest: Record<string, string> = {};
    for (const [name, value] of this.values) {
      if (!names.includes(name) && typeof value === "string") rest[name] = value;
    }
    return rest;
  }
}
