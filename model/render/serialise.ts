import { Document, type Scalar, visit } from "yaml";
import { readPlainScalar } from "../yaml/plain-scalar";

/**
 * One object as YAML: keys in the given order, long lines unfolded, the same text for the same object. Strings that any YAML
 * 1.1 or 1.2 parser reads as something else are quoted: cloud-init uses PyYAML, Kubernetes Go's parser.
 */
export function toYaml(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false, compat: "yaml-1.1" });
  visit(document, {
    Scalar: (_, node) => {
      if (isMistakable(node)) node.type = "QUOTE_DOUBLE";
    },
  });
  return document.toString({ lineWidth: 0 }).replace(UNSAFE, escaped);
}

/** Line breaks or non-printable characters in YAML 1.1, but text in 1.2. */
const UNSAFE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Several objects as one stream, as Kubernetes manifests are written. */
export function toYamlStream(values: readonly unknown[]): string {
  return values.map(toYaml).join("---\n");
}

/** Some parsers read = as a default value and << as a merge key, whatever follows. */
function isMistakable({ value }: Scalar): boolean {
  if (typeof value !== "string") return false;
  if (/^(=|<<|[yn])$/i.test(value)) return true;
  // PyYAML accepts no tab between words.
  if (/^[^\n]*\t[^\n]*$/.test(value) || value.search(UNSAFE) >= 0) return true;
  const read = readPlainScalar(value);
  return !("value" in read) || read.value !== value;
}
