import { readFileSync } from "node:fs";
import { ConfigError, type Issue, showValue } from "../model/errors";
import { formatPath } from "../model/path";
import { plainSecret, SECRET_NAMES } from "../model/secrets";
import { misplacedKeys, misplacedSections } from "./stack-file-keys";
import { readYaml } from "../model/yaml/read-yaml";

/** What a stack file holds, without any secret value. */
export interface RawStackFile {
  /** The `homelab:` sections by name, as {@link parseConfig} takes them. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Names of the secrets that are set (encrypted); their values are never read. */
  readonly secrets: readonly string[];
}

/** The same of a file with mistakes: what could be read of it, and they. */
export interface ReadStackFile extends RawStackFile {
  readonly issues: readonly Issue[];
  /** Whether it is a stack file at all, so that its sections are worth a look. */
  readonly isStackFile: boolean;
}

const PREFIX = "homelab:";

/**
 * Reads `Pulumi.<stack>.yaml`, or any file of its form.
 * @throws ConfigError when it is no YAML, can be misunderstood, or holds a secret in plain text or inside a section.
 */
export function loadStackFile(path: string): RawStackFile {
  return parseStackFile(readFileSync(path, "utf8"), path);
}

/** As {@link loadStackFile}, from text; `name` is how messages call the file. */
export function parseStackFile(source: string, name: string): RawStackFile {
  const { issues, raw, secrets } = readStackFile(source, name);
  if (issues.length > 0) throw new ConfigError(issues);
  return { raw, secrets };
}

/** As {@link parseStackFile}, but hands the issues back, so that they can be reported together with others. */
export function readStackFile(source: string, name: string): ReadStackFile {
  const { value, issues } = readYaml(source, name);
  const config = isMap(value) ? value["config"] : undefined;
  if (!isMap(config)) {
    const outside = isMap(value) ? misplacedSections(value) : [];
    return {
      raw: {},
      secrets: [],
      isStackFile: false,
      issues: [...(issues.length > 0 ? issues : [noConfig(name, isMap(value) ? value["config"] : value)]), ...outside],
    };
  }
  const values = homelabValues(config);
  const [secrets, sections] = partition(Object.entries(values), ([key]) => isSecretName(key));
  return {
    raw: Object.fromEntries(sections),
    secrets: secrets.map(([key]) => key),
    isStackFile: true,
    issues: [
      ...issues.map(withoutPrefix),
      ...misplacedSections(value as Record<string, unknown>),
      ...misplacedKeys(config),
      ...misplacedSecrets(values),
    ],
  };
}

/** Where the sections are for everybody else: without `config` and `homelab:`. */
function withoutPrefix(issue: Issue): Issue {
  const [config, section, ...rest] = issue.at ?? [];
  if (config !== "config" || typeof section !== "string" || !section.startsWith(PREFIX)) return issue;
  return { ...issue, at: [section.slice(PREFIX.length), ...rest] };
}

function homelabValues(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const ours = Object.entries(config).filter(([key]) => key.startsWith(PREFIX) && key.split(":").length === 2);
  return Object.fromEntries(ours.map(([key, value]) => [key.slice(PREFIX.length), value]));
}

function misplacedSecrets(values: Readonly<Record<string, unknown>>): Issue[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (isSecretName(key)) return isEncrypted(value) ? brokenSecret(key, value["secure"]) : [plainSecret(key)];
    return encryptedPaths(value, [key]).map(secretInSection);
  });
}

/** Pulumi hands nested encrypted values to the program as plain text, so that they would reach the plan. */
function encryptedPaths(value: unknown, at: readonly PropertyKey[]): (readonly PropertyKey[])[] {
  if (isEncrypted(value)) return [at];
  if (Array.isArray(value)) return value.flatMap((item, index) => encryptedPaths(item, [...at, index]));
  return isMap(value) ? Object.entries(value).flatMap(([key, item]) => encryptedPaths(item, [...at, key])) : [];
}

function isEncrypted(value: unknown): value is Readonly<{ secure: string }> {
  return isMap(value) && Object.keys(value).length === 1 && typeof value["secure"] === "string";
}

const isSecretName = (key: string) => SECRET_NAMES.some((name) => name === key);

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function noConfig(path: string, found: unknown): Issue {
  const allowed = "must be a Pulumi stack file with a map under config";
  const remedy = "copy Pulumi.asgard.yaml and edit it";
  return { path, problem: "no configuration in it", got: showValue(found ?? undefined), allowed, remedy };
}

/**
 * What Pulumi writes for an encrypted value: `v1:nonce:text` with a passphrase, base64 from a service or a cloud's keys; with
 * nonce and tag 28 bytes at least (sdk/go/common/resource/config/crypt.go).
 */
const CIPHERTEXT = /^(v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]{22,}={0,2}|(v1:)?[A-Za-z0-9+/]{36,}={0,2})$/;

function brokenSecret(path: string, ciphertext: string): Issue[] {
  if (CIPHERTEXT.test(ciphertext)) return [];
  return [
    {
      path,
      problem: ciphertext === "" ? "empty secret" : "not an encrypted value",
      got: `${ciphertext.length} characters (not shown)`,
      allowed: "must be what pulumi config set writes",
      remedy: `run pulumi config set --secret homelab:${path}`,
    },
  ];
}

/** Pulumi hands such a section to the program in plain text, so it would end up in the plan, and in the state. */
export function secretInSection(at: readonly PropertyKey[]): Issue {
  const allowed = `must be encrypted values only at ${SECRET_NAMES.map((name) => PREFIX + name).join(", ")}`;
  return {
    path: formatPath(at),
    at,
    problem: "encrypted value inside a section",
    got: "a value (not shown)",
    allowed,
    remedy:
      at[0] === "platform"
        ? "have the chart read a Secret that is there already (platform.addons.sealed-secrets makes one), and name that"
        : "write it in plain text or leave it out",
  };
}
