/** The configuration as the process reads it at start, and what it complains about. */
export interface NodeConfig {
  readonly warnings: readonly string[];
  text(key: string): string | undefined;
  list(key: string): readonly string[];
  flag(key: string): boolean;
}
