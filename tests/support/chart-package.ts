import { stringify } from "yaml";
import { tarball } from "../../rehearsal/charts/tarball";

/** A chart as somebody else would pack it: files by their paths in it; what is no text is written as YAML. */
export function chartPackage(name: string, version: string, files: Readonly<Record<string, unknown>> = {}): Buffer {
  const all = { "Chart.yaml": { apiVersion: "v2", name, version }, "values.yaml": {}, ...files };
  const texts = Object.entries(all).map(([path, content]) => [`${name}/${path}`, textOf(path, content)]);
  return tarball(Object.fromEntries(texts) as Record<string, string>);
}

function textOf(path: string, content: unknown): string {
  if (typeof content === "string") return content;
  return path.endsWith(".json") ? JSON.stringify(content) : stringify(content);
}
