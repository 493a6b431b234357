/** What an unquoted scalar is: a value that every YAML parser agrees on, or what to write instead. */
export type PlainScalar = { readonly value: string | number | boolean | null } | { readonly remedy: string };

/** More digits than a double can represent. */
const MOST_DIGITS = 15;

const WHOLE = /^(0|-?[1-9][0-9]*)$/;
const DECIMAL = /^-?(0|[1-9][0-9]*)\.[0-9]+$/;
const SIGNED = /^[-+]/;

/**
 * Anything that looks like a number to some parser, without _ between digits: in YAML 1.1 (octal 012, sexagesimal 1:30),
 * YAML 1.2 (0o17, 1e3) or Go's yaml.v3, which Pulumi's engine uses and which accepts most of both (resolve.go).
 */
const NUMBER_LIKE =
  /^[-+]?([0-9]+(\.[0-9]*)?(e[-+]?[0-9]*)?|\.[0-9]+(e[-+]?[0-9]*)?|0[xob][0-9a-f]*|\.(inf|nan)|[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?)$/i;

/**
 * yaml.v3 passes these to a program as "2024-01-01 00:00:00 +0000 UTC"; the time may follow in several formats, and month
 * and day may have one digit (resolve.go: allowedTimestampFormats, "2006-1-2").
 */
const TIMESTAMP = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?$/;

/** Booleans of YAML 1.1, which Python and older programs of Kubernetes still use. */
const OLD_BOOLEAN = /^(yes|no|on|off)$/i;

/** Parses `source`, a scalar without quotes and tag. */
export function readPlainScalar(source: string): PlainScalar {
  if (/^(true|false)$/i.test(source)) return booleanOf(source);
  if (/^(null|~|)$/i.test(source)) return nullOf(source);
  if (OLD_BOOLEAN.test(source)) return { remedy: `write it as true or false, or as "${source}" if it is text` };
  if (TIMESTAMP.test(source)) return { remedy: `put it in quotes: "${source}"` };
  if (!NUMBER_LIKE.test(source.replace(/_/g, ""))) return { value: source };
  if ((WHOLE.test(source) || DECIMAL.test(source)) && digits(source) <= MOST_DIGITS) return { value: Number(source) };
  return { remedy: numberRemedy(source) };
}

/** `tRue` is a string to every parser. */
function booleanOf(source: string): PlainScalar {
  const known = ["true", "True", "TRUE", "false", "False", "FALSE"].includes(source);
  return known
    ? { value: source.toLowerCase() === "true" }
    : { remedy: `write it as ${source.toLowerCase()}, or as "${source}" if it is text` };
}

function nullOf(source: string): PlainScalar {
  const known = ["", "~", "null", "Null", "NULL"].includes(source);
  return known ? { value: null } : { remedy: `put it in quotes: "${source}"` };
}

const digits = (source: string) => source.replace(/[^0-9]/g, "").length;

function numberRemedy(source: string): string {
  const plain = source.replace(/_/g, "").replace(SIGNED, (sign) => (sign === "-" ? sign : ""));
  const decimal = plain.replace(/^(-?)0+(?=[0-9])/, "$1");
  const number = WHOLE.test(decimal) && digits(decimal) <= MOST_DIGITS ? `as ${decimal}` : "in decimal digits";
  return `write it ${number} if it is a number, or put it in quotes: "${source}"`;
}
