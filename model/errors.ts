import type { Issue } from "./issue";
import { listedByKind } from "./listed-by-kind";
import { escapeUnprintable } from "./unprintable";

export type { Issue } from "./issue";

/** An invalid configuration, with all of its issues, one per line. */
export class ConfigError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const unique = [...new Map(issues.map((issue) => [formatIssue(issue), issue])).values()];
    super(listedByKind(unique, formatIssue).join("\n"));
    this.name = "ConfigError";
    this.issues = unique;
  }
}

/** `path: what is wrong, got value, what is allowed; what to do`, in one line without control characters. */
export function formatIssue({ path, problem, got, allowed, remedy }: Issue): string {
  const parts = [
    clipped(problem, 300),
    ...(got === undefined ? [] : [`got ${clipped(got, 200)}`]),
    clipped(allowed, 800),
  ];
  return escapeUnprintable(`${clipped(withoutSecretKeys(path), 150)}: ${parts.join(", ")}; ${clipped(remedy, 400)}`);
}

const clipped = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

/** A value as messages show it: strings in quotes, collections by kind only, nothing longer than 60 characters. */
export function showValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a map";
  if (typeof value === "string" && LOOKS_SECRET.test(value)) return "a secret (not shown)";
  const text = JSON.stringify(typeof value === "string" ? withoutCredentials(value) : value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

/** Whether messages mask a text, or a part of it. */
export const isHidden = (text: string): boolean => LOOKS_SECRET.test(text) || withoutCredentials(text) !== text;

/** The user may have put a secret in place of a name; such keys are shown in quotes. */
function withoutSecretKeys(path: string): string {
  return path.replaceAll(/\["(?:[^"\\]|\\.)*"\]/g, (key) => {
    const text = JSON.parse(key.slice(1, -1)) as string;
    return isHidden(text) ? "[(not shown)]" : key;
  });
}

/** A URL without user info and query, which may contain passwords and signatures. */
function withoutCredentials(text: string): string {
  const bare = text.replace(/(:\/\/).*@/, "$1(not shown)@").replace(/(:\/\/[^?\s]*\?).+/, "$1(not shown)");
  return bare.replace(/^[^@:\s]*:(?!\/\/)\S*@/, "(not shown)@");
}

/** Private keys, Proxmox API tokens and crypt(5) hashes, wherever they were pasted. */
const LOOKS_SECRET = /PRIVATE KEY|![\w.-]+=[0-9a-f]{8}-|^\$(6|y|2[aby])\$/i;
