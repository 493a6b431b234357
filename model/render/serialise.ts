import { Document, type Scalar, visit } from "yaml";
import { readPlainScalar } from "../yaml/plain-scalar";

/**
 * One object as YAML: keys in the order given, long lines kept whole, the same text for the same object. Text that any
 * reader of YAML 1.1 or 1.2 takes for something else is in quotes: cloud-init reads with PyYAML, Kubernetes with Go's.
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

/** What YAML 1.1 counts as the end of a line or as nothing to print, and 1.2 as text. */
const UNSAFE = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Several objects as one stream, as Kubernetes manifests are written. */
export function toYamlStream(values: readonly unknown[]): string {
  return values.map(toYaml).join("---\n");
}

/** Some readers take = for a default and << for a merge, whatever stands there. */
function isMistakable({ value }: Scalar): boolean {
  if (typeof value !== "string") return false;
  if (/^(=|<<|[yn])$/i.test(value)) return true;
  // PyYAML takes no tab between words.
  if (/^[^\n]*\t[^\n]*$/.test(value) || value.search(UNSAFE) >= 0) return true;
  const read = readPlainScalar(value);
  return !("value" in read) || read.value !== value;
}
