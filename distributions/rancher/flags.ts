export type NodeKind = "server" | "agent";

/** Keys that a configuration file of each kind of node may have. */
export type KnownFlags = Readonly<Record<NodeKind, ReadonlySet<string>>>;

/** The keys of both kinds, and those of one alone, out of words between blanks. */
export function flagsOf(both: string, own: Readonly<Record<NodeKind, string>>): KnownFlags {
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");
  const all = (kind: NodeKind) => new Set([...words(both), ...words(own[kind])]);
  return { server: all("server"), agent: all("agent") };
}

/**
 * Hands a configuration back if every key of it is known; a trailing `+` (append) is allowed, as both programs do. It throws
 * an Error that names the unknown keys: a bug of a renderer, never of the user.
 */
export const flagCheck =
  (title: string, flags: KnownFlags) =>
  <T extends object>(kind: NodeKind, config: T): T => {
    const unknown = Object.keys(config).filter((key) => !flags[kind].has(key.replace(/\+$/, "")));
    if (unknown.length > 0) throw new Error(`${title} would skip unknown ${kind} flags: ${unknown.join(", ")}`);
    return config;
  };
