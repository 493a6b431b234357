/** Somebody whom machines, pods or this program speak to by an address, or by a name. */
export interface Outsider {
  readonly path: string;
  readonly what: string;
  readonly address: string;
}
