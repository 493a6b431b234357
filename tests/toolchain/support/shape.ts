/** A type as both a .d.ts file and a package schema can tell it, so that the two compare with toEqual. */
export type Shape = string | { readonly list: Shape } | { readonly map: Shape } | ObjectShape;

/** Properties by name; a `?` after the type says that it can be missing. */
export interface ObjectShape {
  readonly object: Readonly<Record<string, { readonly type: Shape; readonly optional: boolean }>>;
}

/** What the SDK promises of one class and the plugin has to keep. */
export interface ClassShape {
  readonly token: string;
  readonly inputs: ObjectShape["object"];
  readonly outputs: ObjectShape["object"];
  /** Outputs that the engine encrypts. */
  readonly secretOutputs: readonly string[];
  /** Inputs whose change replaces the resource, as the SDK itself demands. */
  readonly replaceOnChanges: readonly string[];
}
