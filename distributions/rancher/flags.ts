export type NodeKind = "server" | "agent";

/** Keys that the configuration file of each kind of node may have. */
export type KnownFlags = Readonly<Record<NodeKind, ReadonlySet<string>>>;

/** The keys of both kinds, and those of one, from space-separated words. */
export function flagsOf(both: string, own: Readonly<Record<NodeKind, string>>): KnownFlags {
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");
  const all = (kind: NodeKind) => new Set([...words(both), ...words(own[kind])]);
  return { server: all("server"), agent: all("agent") };
}

/**
 * Returns a configuration if every key is known; a trailing `+` (append) is allowed, as in both programs. Throws an Error
 * with the unknown keys: a bug in a renderer, never the user's fault.
 */
export const flagCheck =
  (title: string, flags: KnownFlags) =>
  <T extends object>(kind: NodeKind, config: T): T => {
    const unknown = Object.keys(config).filter((key) => !flags[kind].has(key.replace(/\+$/, "")));
    if (unknown.length > 0) throw new Error(`${title} would skip unknown ${kind} flags: ${unknown.join(", ")}`);
    return config;
  };
