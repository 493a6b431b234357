/** An LXC container. The program makes none; it shares the ids of virtual machines all the same. */
export interface Container {
  readonly vmId: number;
  readonly name: string;
  /** The node that it is on. */
  readonly host: string;
  readonly running: boolean;
  readonly config: Readonly<Record<string, string>>;
}
