/** A resource of a stack's state, as far as it tells what a run made. */
export interface MadeResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs: Readonly<Record<string, unknown>>;
}
