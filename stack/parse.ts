import type { StackConfig } from "../distributions/distribution";
import { configSchema } from "./config-schema";
import { ConfigError, type Issue } from "../model/errors";
import { readStackFile } from "./load-stack-file";
import { doubtful, issuesOfTheRest } from "./partial-config";
import { formatPath } from "../model/path";
import { type Placement, placeNodes } from "./place-nodes";
import { Places } from "./places";
import { rawIssues } from "./raw-values";
import { inTodaysWords, renamedNotices } from "./renamed-keys";
import { everyRule } from "./rules/every-rule";
import { SECRET_NAMES } from "../model/secrets";
import { shapeIssues } from "./shape-issues";

/** What came of reading a configuration: complete and ruled on, or everything that is wrong with it. */
export type ParseResult = { readonly config: StackConfig } | { readonly issues: readonly Issue[] };

/** The same of a whole file. */
export type StackFileResult = ParseResult & Pick<ParsedStackFile, "secrets" | "renamed">;

/** The same of one that is right; `secrets` are the names of those that are set, `renamed` says which keys have former names. */
export interface ParsedStackFile {
  readonly config: StackConfig;
  readonly secrets: readonly string[];
  readonly renamed: readonly string[];
}

/**
 * Reads the `homelab:` sections of a stack file (keys without the prefix) and fills in every default.
 * @throws ConfigError with everything wrong at once.
 */
export function parseConfig(raw: Readonly<Record<string, unknown>>): StackConfig {
  return accepted(checkConfig(raw));
}

/** As {@link parseConfig}, from a whole stack file; `name` is how messages call it. */
export function parseStack(text: string, name: string, before?: Placement): ParsedStackFile {
  const result = checkStackFile(text, name, before);
  return { config: accepted(result), secrets: result.secrets, renamed: result.renamed };
}

/** As {@link parseStack}, but hands the issues back. */
export function checkStackFile(text: string, name: string, before?: Placement): StackFileResult {
  const { raw, secrets, issues, isStackFile } = readStackFile(text, name);
  if (!isStackFile) return { secrets, issues, renamed: [] };
  return { secrets, renamed: renamedNotices(raw), ...checkConfig(raw, issues, before) };
}

/**
 * As {@link parseConfig}, but hands the issues back, so that they can be reported together with others. `found` is what
 * is wrong with these values already: of what could not be read nothing more is said. `before` says where nodes are.
 */
export function checkConfig(
  raw: Readonly<Record<string, unknown>>,
  found: readonly Issue[] = [],
  before: Placement = {},
): ParseResult {
  const values = inTodaysWords(withoutSecrets(raw));
  const early = unlessSaid(rawIssues(values), found);
  const shaped = configSchema.safeParse(values, { reportInput: true });
  const known = [...found, ...early];
  if (known.length === 0 && shaped.success) {
    const config = placeNodes(shaped.data, before);
    const issues = everyRule.flatMap((rule) => rule(config));
    return issues.length > 0 ? { issues } : { config };
  }
  const ofShape = shaped.success ? [] : unlessSaid(shapeIssues(shaped.error.issues, values), known);
  const issues = [...known, ...ofShape];
  return { issues: [...issues, ...issuesOfTheRest(values, doubtful(issues))] };
}

/** Issues of places nothing is said about yet, neither there nor above. */
function unlessSaid(issues: readonly Issue[], said: readonly Issue[]): Issue[] {
  const places = new Places(doubtful(said).map(formatPath));
  return issues.filter(({ path }) => !places.holds(path));
}

function accepted(result: ParseResult): StackConfig {
  if ("issues" in result) throw new ConfigError(result.issues);
  return result.config;
}

/** Secrets travel beside the configuration, never in it. */
function withoutSecrets(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !SECRET_NAMES.some((name) => name === key)));
}
