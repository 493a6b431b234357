import { type Config, configSchema } from "./config";
import { ConfigError, type Issue } from "./errors";
import { everyRule } from "./rules/every-rule";
import { SECRET_NAMES } from "./secrets";
import { shapeIssues } from "./shape-issues";

/** What came of reading a configuration: complete and ruled on, or everything that is wrong with it. */
export type ParseResult = { readonly config: Config } | { readonly issues: readonly Issue[] };

/**
 * Reads the `homelab:` sections of a stack file (keys without the prefix) and fills in every default.
 * @throws ConfigError with every shape error of every section, or, when the shape is right, every broken rule.
 */
export function parseConfig(raw: Readonly<Record<string, unknown>>): Config {
  const result = checkConfig(raw);
  if ("issues" in result) throw new ConfigError(result.issues);
  return result.config;
}

/** As {@link parseConfig}, but hands the issues back, so that they can be reported together with others. */
export function checkConfig(raw: Readonly<Record<string, unknown>>): ParseResult {
  const shaped = configSchema.safeParse(withoutSecrets(raw), { reportInput: true });
  if (!shaped.success) return { issues: shapeIssues(shaped.error.issues) };
  const issues = everyRule.flatMap((rule) => rule(shaped.data));
  return issues.length > 0 ? { issues } : { config: shaped.data };
}

/** Secrets travel beside the configuration, never in it. */
function withoutSecrets(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(raw).filter(([key]) => !SECRET_NAMES.some((name) => name === key)));
}
