/** One thing wrong with the configuration, in the parts every message has. */
export interface Issue {
  /** Where, as the stack file spells it without `homelab:`, e.g. `nodes.worker-1.address`. */
  readonly path: string;
  /** What is wrong, in the user's words. */
  readonly problem: string;
  /** The value as it may be shown; never a secret. */
  readonly got?: string;
  /** Which values would be right. */
  readonly allowed: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** A configuration that cannot be used. Holds everything wrong with it at once, one line an issue. */
export class ConfigError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(formatIssue).join("\n"));
    this.name = "ConfigError";
    this.issues = issues;
  }
}

/** `path: what is wrong, got value, what is allowed; what to do`. */
export function formatIssue(issue: Issue): string {
  const parts = [issue.problem, ...(issue.got === undefined ? [] : [`got ${issue.got}`]), issue.allowed];
  return `${issue.path}: ${parts.join(", ")}; ${issue.remedy}`;
}

/** A value as messages show it: strings in quotes, collections by kind only, nothing longer than 60 characters. */
export function showValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "a map";
  if (typeof value === "string" && LOOKS_SECRET.test(value)) return "a secret (not shown)";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

/** Private keys, Proxmox API tokens and crypt(5) hashes, wherever somebody pasted them. */
const LOOKS_SECRET = /PRIVATE KEY|![\w.-]+=[0-9a-f]{8}-|^\$(6|y|2[aby])\$/i;
