/** A service that machines, pods or this program reach by an address or a name. */
export interface Outsider {
  readonly path: string;
  readonly what: string;
  readonly address: string;
}
