import { publicHalf } from "./public-half";

/** One spelling of a secret that gives it away, and what to call that spelling. */
export interface SecretForm {
  readonly kind: "plain" | "line" | "JSON-escaped" | "URL-encoded" | "base64" | "PEM body" | "token part";
  readonly needle: string;
}

const shortestLine = 24;
const shortestToken = 16;

/** All spellings in which a value is looked for, longest first, so that masking takes the widest. */
export function secretForms(value: string): readonly SecretForm[] {
  const trimmed = value.trim();
  const forms: SecretForm[] = [
    { kind: "plain", needle: value },
    { kind: "plain", needle: trimmed },
    { kind: "JSON-escaped", needle: JSON.stringify(trimmed).slice(1, -1) },
    { kind: "URL-encoded", needle: encodeURIComponent(trimmed) },
    { kind: "URL-encoded", needle: encodeURIComponent(trimmed).replaceAll("%20", "+") },
    ...base64Forms(trimmed),
    ...lineForms(trimmed),
    ...pemForms(trimmed),
    ...tokenForms(trimmed),
  ];
  const seen = new Set<string>();
  return forms
    .filter(({ needle }) => needle !== "" && !seen.has(needle) && seen.add(needle))
    .sort((a, b) => b.needle.length - a.needle.length);
}

/**
 * Base64 of the value wherever it stands in a longer text: three alignments, without the characters at both ends that
 * also depend on the neighbours. Both alphabets.
 */
function base64Forms(value: string): SecretForm[] {
  const cores = [0, 1, 2].map((shift) => {
    const encoded = Buffer.from("\0".repeat(shift) + value)
      .toString("base64")
      .replace(/=+$/, "");
    const head = shift === 0 ? 0 : shift + 1;
    const tail = (Buffer.byteLength(value) + shift) % 3 === 0 ? 0 : 1;
    return encoded.slice(head, encoded.length - tail);
  });
  const whole = Buffer.from(value).toString("base64");
  const all = [whole, ...cores].filter((core) => core.length >= 10);
  const urlSafe = all.map((core) => core.replaceAll("+", "-").replaceAll("/", "_"));
  return [...all, ...urlSafe].map((needle) => ({ kind: "base64", needle }));
}

/** Lines of a text secret: an indented block of YAML still gives it away. */
function lineForms(value: string): SecretForm[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  if (lines.length < 2 || isPem(value)) return [];
  return lines.filter((line) => line.length >= shortestLine).map((needle) => ({ kind: "line", needle }));
}

/**
 * The body of a PEM block, in one piece and by line. The first of several lines is left out: in an OpenSSH key it is
 * the same for every key of a kind. So are lines that hold nothing but the public half.
 */
function pemForms(value: string): SecretForm[] {
  if (!isPem(value)) return [];
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const body = lines.filter((line) => line !== "" && !line.startsWith("-----"));
  const known = publicHalf(value) ?? "";
  const telling = (body.length > 1 ? body.slice(1) : body).filter((line) => !known.includes(line.replace(/=+$/, "")));
  const needles = [body.join(""), ...telling.filter((line) => line.length >= shortestLine)];
  return needles.map((needle) => ({ kind: "PEM body", needle }));
}

function isPem(value: string): boolean {
  return value.startsWith("-----BEGIN ");
}

/** The secret half of `user@realm!name=uuid`. */
function tokenForms(value: string): SecretForm[] {
  const half = /^\S+@\S+!\S+?=(\S+)$/.exec(value)?.[1];
  return half !== undefined && half.length >= shortestToken ? [{ kind: "token part", needle: half }] : [];
}
