import type { Document, LineCounter } from "yaml";
import { misplacedObject, type KeyTree } from "./key-tree";

const goTypes: Readonly<Record<string, string>> = {
  v1alpha1: "v1alpha1.Config",
  HostnameConfig: "network.HostnameConfigV1Alpha1",
};

/** What Go's decoder cannot make of a value, with the line it stands in; undefined when it takes all of it. */
export function constructError(
  kind: string,
  document: Document.Parsed,
  value: Readonly<Record<string, unknown>>,
  tree: KeyTree,
  lines: LineCounter,
): string | undefined {
  const wrong = misplaced(value, tree) ?? (kind === "HostnameConfig" ? unknownAuto(value) : badEndpoint(value));
  if (wrong === undefined) return undefined;
  const at = document.getIn(wrong.path, true) as { readonly range?: readonly [number, number, number] } | undefined;
  const { line } = lines.linePos(at?.range?.[0] ?? 0);
  const type = goTypes[kind] ?? `${kind}V1Alpha1`;
  const shown = kind === "v1alpha1" ? "" : kind;
  return `error decoding ${shown} to *${type}: yaml: construct errors:\n  line ${line}: ${wrong.why}`;
}

interface Wrong {
  readonly path: readonly string[];
  readonly why: string;
}

function misplaced(value: unknown, tree: KeyTree): Wrong | undefined {
  const path = misplacedObject(value, tree);
  return path && { path, why: "cannot construct !!map into string" };
}

function unknownAuto({ auto }: Readonly<Record<string, unknown>>): Wrong | undefined {
  if (auto === undefined || ["off", "talos-addr", "stable"].some((known) => known === auto)) return undefined;
  const shown = typeof auto === "string" ? auto : JSON.stringify(auto);
  return { path: ["auto"], why: `${shown} does not belong to AutoHostnameKind values` };
}

/** net/url takes `host:port` for a path. */
function badEndpoint(value: unknown): Wrong | undefined {
  const path = ["cluster", "controlPlane", "endpoint"];
  const endpoint = path.reduce((each: unknown, key) => (each as Record<string, unknown> | undefined)?.[key], value);
  if (typeof endpoint !== "string" || !/^[^/?#]*:/.test(endpoint) || /^[a-z][a-z0-9+.-]*:/i.test(endpoint))
    return undefined;
  return { path, why: `parse ${JSON.stringify(endpoint)}: first path segment in URL cannot contain colon` };
}
