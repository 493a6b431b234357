import { stringify } from "yaml";

/** One object as YAML: keys in the order given, long lines kept whole, the same text for the same object. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Several objects as one stream, as Kubernetes manifests are written. */
export function toYamlStream(values: readonly unknown[]): string {
  return values.map(toYaml).join("---\n");
}
