/** How we know that an interface is as the program takes it. */
export type Evidence =
  | { readonly kind: "ran"; readonly file: string; readonly test: string }
  | { readonly kind: "source"; readonly repository: string; readonly path: string; readonly version: string }
  | { readonly kind: "none" };

/** Interfaces with one evidence. */
export interface Rows {
  readonly evidence: Evidence;
  /** As the extraction writes them: a command with its flags, a path, an address, what a `case` tells apart. */
  readonly what: readonly string[];
}

/** Ran for real here: a test, by its file below `tests` and its name. */
export function ran(file: string, test: string): Evidence {
  return { kind: "ran", file: `tests/${file}.test.ts`, test };
}

/** Read in the program's own source. */
export function source(repository: string, path: string, version: string): Evidence {
  return { kind: "source", repository, path, version };
}

export const none: Evidence = { kind: "none" };

export function rows(evidence: Evidence, ...what: readonly string[]): Rows {
  return { evidence, what };
}
