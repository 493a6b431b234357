import { type JsonSchema, stackFileJsonSchema } from "../json-schema";
import { SECRET_NAMES } from "../../model/secrets";

/** docs/configuration.md: every key of a stack file, made from the schema and from nothing else. */
export function renderConfigurationPage(): string {
  const sections = stackFileJsonSchema().properties?.["config"]?.properties ?? {};
  const named = Object.entries(sections).filter(([name]) => !SECRET_NAMES.some((secret) => name.endsWith(secret)));
  return [...INTRODUCTION, ...named.flatMap(([name, schema]) => sectionLines(name, schema))]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

const INTRODUCTION = [
  "# Configuration",
  "",
  "Generated from the schema (`model/schema`). All keys are under `config:` in `Pulumi.<stack>.yaml`; unknown keys are errors.",
  "`*` is a name of your choice, `[]` an entry of a list. [homelab.schema.json](homelab.schema.json) gives editors",
  "completion, [Pulumi.asgard.yaml](../Pulumi.asgard.yaml) is an annotated example, and",
  "[what an edit does](edits.md) describes the effect of each edit on an existing cluster.",
  "",
  "Four more keys are secrets, set with `pulumi config set --secret`: `homelab:proxmoxToken`, `homelab:sshPrivateKey`,",
  "optionally `homelab:consolePasswordHash`, and, for hosts with their own endpoint, `homelab:proxmoxTokens` with one line",
  "per host: `dell: pulumi@pve!homelab=<uuid>`.",
  "",
];

/** What the description of a key says of it; its form is held by a test. */
export interface KeyDescription {
  /** `yes`, `yes, with workers`, or the default. */
  readonly default: string;
  readonly meaning: string;
}

/** Reads `REQUIRED[ condition]: meaning.` and `OPTIONAL, default X: meaning.`; undefined where it is neither. */
export function readDescription(description: string): KeyDescription | undefined {
  const required = /^REQUIRED(?:,? (?<condition>.+?))?: (?<meaning>.+)$/.exec(description)?.groups;
  if (required) {
    const { condition, meaning = "" } = required;
    return { default: condition === undefined ? "yes" : `yes, ${condition}`, meaning: sentence(meaning) };
  }
  const optional = /^OPTIONAL, default (?<value>.+?): (?<meaning>.+)$/.exec(description)?.groups;
  return optional && { default: optional["value"] ?? "", meaning: sentence(optional["meaning"] ?? "") };
}

/** With a capital, unless the first word is spelt its own way (vCPUs, sha256). */
const sentence = (text: string) =>
  /^[a-z]+(?![A-Za-z0-9])/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;

function sectionLines(name: string, schema: JsonSchema): string[] {
  const { meaning, default: needed } = readDescription(descriptionOf(schema)) ?? { meaning: "", default: "" };
  return [`## \`${name}\``, "", `${meaning} ${neededSentence(needed)}`, "", ...bodyLines(schema)];
}

function neededSentence(needed: string): string {
  if (needed === "yes") return "Required.";
  return needed.startsWith("yes, ") ? `Required, ${needed.slice(5)}.` : "Optional.";
}

/** One table, or one for each branch that a section has (distributions). */
function bodyLines(schema: JsonSchema): string[] {
  if (!schema.oneOf) return tableLines(schema);
  return schema.oneOf.flatMap((branch) => [
    `### With \`distribution: ${String(branch.properties?.["distribution"]?.enum?.[0])}\``,
    "",
    ...tableLines(branch),
  ]);
}

function tableLines(schema: JsonSchema): string[] {
  const head = ["| Key | Value | Required, or default | Meaning |", "| --- | --- | --- | --- |"];
  return [...head, ...rowsBelow(schema, []), ""];
}

function rowsBelow(schema: JsonSchema, path: readonly string[]): string[] {
  const { properties = {}, additionalProperties: rest, items } = schema;
  const below = Object.entries(properties).flatMap(([key, child]) => [
    row([...path, key], child),
    ...rowsBelow(child, [...path, key]),
  ]);
  const named = typeof rest === "object" ? rowsBelow(rest, [...path, "*"]) : [];
  return [...below, ...named, ...(items ? rowsBelow(items, [...path.slice(0, -1), `${path.at(-1) ?? ""}[]`]) : [])];
}

function row(path: readonly string[], schema: JsonSchema): string {
  const { default: needed, meaning } = readDescription(descriptionOf(schema)) ?? { default: "", meaning: "" };
  return `| ${[`\`${path.join(".")}\``, valueOf(schema), needed, meaning].map(cell).join(" | ")} |`;
}

function descriptionOf({ description }: JsonSchema): string {
  return typeof description === "string" ? description : "";
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

/** What may be written there, as far as a table can say it. */
function valueOf(schema: JsonSchema): string {
  if (schema.enum) return wordsOf(schema.enum);
  switch (schema["type"]) {
    case "integer":
    case "number":
      return `${plain(schema["minimum"])} to ${plain(schema["maximum"])}`;
    case "boolean":
      return "`true`, `false`";
    case "array":
      return schema.items?.enum ? `list of ${valueOf(schema.items)}` : "list";
    case "object":
      return "map";
    default:
      return schema.oneOf || schema["anyOf"] ? "one of several forms" : "text";
  }
}

/** Longer lists (locales, time zones) are the image's own. */
const MOST_WORDS = 12;

function wordsOf(words: readonly unknown[]): string {
  if (words.length > MOST_WORDS) return `one of ${words.length} words`;
  return words.map((word) => `\`${String(word)}\``).join(", ");
}

const plain = (bound: unknown): string => (typeof bound === "number" ? String(bound) : "any");
