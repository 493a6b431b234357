import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { ConfigError, type Issue } from "./errors";
import { SECRET_NAMES } from "./secrets";
import { duplicateKeys } from "./yaml-duplicates";

/** What a stack file holds, without any secret value. */
export interface StackFile {
  /** The `homelab:` sections by name, as {@link parseConfig} takes them. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Names of the secrets that are set (encrypted); their values are never read. */
  readonly secrets: readonly string[];
}

const PREFIX = "homelab:";

/**
 * Reads `Pulumi.<stack>.yaml`, or any file of its form.
 * @throws ConfigError when it is no YAML, says a key twice, or holds a secret in plain text or inside a section.
 */
export function loadStackFile(path: string): StackFile {
  return parseStackFile(readFileSync(path, "utf8"), path);
}

/** As {@link loadStackFile}, from text; `name` is how messages call the file. */
export function parseStackFile(source: string, name: string): StackFile {
  const document = parseDocument(source, { uniqueKeys: false });
  const syntax = document.errors.map((error) => syntaxIssue(name, error.message));
  if (syntax.length > 0) throw new ConfigError(syntax);
  const values = homelabValues(document.toJS(), name);
  const issues = [...duplicateKeys(document), ...misplacedSecrets(values)];
  if (issues.length > 0) throw new ConfigError(issues);
  const [secrets, sections] = partition(Object.entries(values), ([key]) => isSecretName(key));
  return { raw: Object.fromEntries(sections), secrets: secrets.map(([key]) => key) };
}

function homelabValues(file: unknown, name: string): Record<string, unknown> {
  const config = isMap(file) ? file["config"] : undefined;
  if (!isMap(config)) {
    const allowed = "allowed is a Pulumi stack file with a map under config";
    throw new ConfigError([
      { path: name, problem: "no configuration in it", allowed, remedy: "copy Pulumi.asgard.yaml and edit it" },
    ]);
  }
  const ours = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(ours.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

function misplacedSecrets(values: Readonly<Record<string, unknown>>): Issue[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (isSecretName(key)) return isEncrypted(value) ? [] : [plainSecret(key)];
    return encryptedPaths(value, key).map(secretInSection);
  });
}

/** Pulumi hands nested encrypted values to the program as plain text, so that they would reach the plan. */
function encryptedPaths(value: unknown, path: string): string[] {
  if (isEncrypted(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => encryptedPaths(item, `${path}[${index}]`));
  return isMap(value) ? Object.entries(value).flatMap(([key, item]) => encryptedPaths(item, `${path}.${key}`)) : [];
}

function isEncrypted(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

const isSecretName = (key: string) => SECRET_NAMES.some((name) => name === key);

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function plainSecret(path: string): Issue {
  return {
    path,
    problem: "secret in plain text",
    got: "a value (not shown)",
    allowed: "allowed is an encrypted value",
    remedy: `remove the line, change the secret and run pulumi config set --secret homelab:${path}`,
  };
}

function secretInSection(path: string): Issue {
  const allowed = `allowed are encrypted values only at ${SECRET_NAMES.map((name) => PREFIX + name).join(", ")}`;
  return {
    path,
    problem: "encrypted value inside a section",
    got: "a value (not shown)",
    allowed,
    remedy: "write it in plain text or leave it out",
  };
}

function syntaxIssue(path: string, message: string): Issue {
  const problem = `not YAML (${(message.split("\n")[0] ?? message).replace(/:$/, "")})`;
  return { path, problem, allowed: "allowed is a Pulumi stack file", remedy: "mend this line" };
}
