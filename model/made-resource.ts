/** A resource of a stack's state, with what shows what a run created. */
export interface MadeResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}
