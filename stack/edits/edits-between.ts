import type { StackConfig } from "../../distributions/distribution";
import { KEY_EFFECTS } from "./key-effects";
import { settledConfig } from "./settled-config";

/** One key of the stack file whose value is another one than before. */
export interface Edit {
  /** As the table has it, e.g. `nodes.*.cores`. */
  readonly key: string;
  /** As the stack file has it, e.g. `nodes.worker-1.cores`. */
  readonly path: string;
  /** Undefined where there was none, or is none any more. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * What differs between the configuration that was applied and the one that is to be. Entries that come or go (nodes,
 * VMs, subnets) are no edits of a key. What a node takes from its pool counts as its own.
 */
export function editsBetween(applied: StackConfig, wanted: StackConfig): Edit[] {
  const [before, after] = [settledConfig(applied), settledConfig(wanted)];
  return Object.keys(KEY_EFFECTS)
    .filter((key) => !key.startsWith("pools."))
    .flatMap((key) => editsOf(key, before, after))
    .filter((edit, _, edits) => !followsFromAnId(edit, edits));
}

/** A MAC address that nobody wrote is derived from the VM id. */
const followsFromAnId = ({ path }: Edit, edits: readonly Edit[]): boolean =>
  path.endsWith(".macAddress") && edits.some((other) => other.path === path.replace(/macAddress$/, "vmId"));

function editsOf(key: string, before: StackConfig, after: StackConfig): Edit[] {
  return pathsOf(key.split("."), before, after)
    .map((path) => ({ key, path: path.join("."), before: valueAt(before, path), after: valueAt(after, path) }))
    .filter((edit) => canonical(edit.before) !== canonical(edit.after));
}

/** The paths of a key in both configurations: `*` stands for every name that both have. */
function pathsOf(key: readonly string[], before: unknown, after: unknown): string[][] {
  const [first, ...rest] = key;
  if (first === undefined) return [[]];
  const names =
    first === "*" ? Object.keys(asMap(before)).filter((name) => Object.hasOwn(asMap(after), name)) : [first];
  return names.flatMap((name) => pathsOf(rest, asMap(before)[name], asMap(after)[name]).map((path) => [name, ...path]));
}

const valueAt = (config: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => asMap(value)[name], config);

const asMap = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

/** The order of keys in a map says nothing. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === "object" && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? ""
  );
}
