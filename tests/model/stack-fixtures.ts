import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { StackConfig } from "../../distributions/distribution";
import { ConfigError, formatIssue } from "../../model/errors";
import { loadStackFile, parseStackFile } from "../../stack/load-stack-file";
import { parseConfig } from "../../stack/parse";

export type Raw = Record<string, unknown>;

const ROOT = join(__dirname, "../..");
const FIXTURES = join(ROOT, "tests/fixtures");

/** The smallest valid stack, as raw sections; every call is a fresh copy. */
export function small(): Raw {
  return structuredClone(loadStackFile(join(FIXTURES, "valid/small.yaml")).raw);
}

/** The real stack of asgard, as raw sections. */
export const asgard = (): Raw => realStack("asgard");

/** A real stack of this checkout, as raw sections; every call is a fresh copy. */
export function realStack(name: string): Raw {
  return structuredClone(loadStackFile(join(ROOT, `Pulumi.${name}.yaml`)).raw);
}

/** A stack with some of its keys changed; null removes a key. */
export function patched(base: Raw, patch: Raw): Raw {
  const changed = Object.entries(patch).map(([key, value]): [string, unknown] => [key, merge(base[key], value)]);
  const merged = [...new Map([...Object.entries(base), ...changed])];
  return Object.fromEntries(merged.filter(([, value]) => value !== null));
}

/** Every message a stack gets; none when it is valid. */
export function messagesOf(read: () => Raw): string[] {
  try {
    parseConfig(read());
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(formatIssue);
    throw error;
  }
}

/** A fixture: a whole stack file, or a change to `valid/small.yaml`. */
export interface Fixture {
  readonly name: string;
  /** Messages its first comment lines expect, without their mark. */
  readonly expected: readonly string[];
  readonly read: () => Raw;
}

export function fixtures(folder: "valid" | "invalid"): Fixture[] {
  const names = readdirSync(join(FIXTURES, folder)).sort();
  return names.map((file) => fixture(file.replace(/\.yaml$/, ""), readFileSync(join(FIXTURES, folder, file), "utf8")));
}

export function configOf(raw: Raw): StackConfig {
  return parseConfig(raw);
}

function fixture(name: string, source: string): Fixture {
  const expected = [...source.matchAll(/^# expect: (.*)$/gm)].map((match) => match[1] ?? "");
  const isWhole = /^config:/m.test(source);
  const read = () => (isWhole ? parseStackFile(source, `${name}.yaml`).raw : patched(small(), parse(source) as Raw));
  return { name, expected, read };
}

function merge(base: unknown, change: unknown): unknown {
  return isMap(base) && isMap(change) ? patched(base, change) : change;
}

function isMap(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
