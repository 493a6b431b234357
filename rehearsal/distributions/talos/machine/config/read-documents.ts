import { LineCounter, parseAllDocuments, stringify, type Document } from "yaml";
import { constructError } from "./construct";
import { documentKeys } from "./document-keys";
import { isMap, unknownKeys, type KeyTree } from "./key-tree";
import { v1alpha1Keys } from "./v1alpha1-keys";

/** Why a text is no machine configuration, in the words of Talos' decoder (machinery config/configloader). */
export class MachineConfigError extends Error {}

/** One document of a machine configuration; the first one there ever was has kind `v1alpha1`. */
export interface ConfigDocument {
  readonly kind: string;
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Reads every document strictly: unknown kinds, unknown keys and documents that come twice are errors. */
export function readTalosDocuments(text: string): readonly ConfigDocument[] {
  const seen = new Set<string>();
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { merge: true, lineCounter: lines });
  return [...parsed].flatMap((document) => {
    const broken = document.errors[0];
    if (broken)
      throw new MachineConfigError(`decode error: yaml: ${(broken.message.split("\n")[0] ?? "").replace(/:$/, "")}`);
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    const { line } = lines.linePos(document.contents?.range[0] ?? 0);
    if (!isMap(value)) throw new MachineConfigError(`expected a YAML document at line ${line}`);
    const id = identify(value);
    const shown = `${id.apiVersion}/${id.kind}/${id.name}`;
    if (seen.has(shown)) throw new MachineConfigError(`duplicate document ${shown} is not allowed (line ${line})`);
    seen.add(shown);
    const problem = problemOf(document, value, id.kind, lines);
    if (problem !== undefined)
      throw new MachineConfigError(`error decoding document ${shown} (line ${line}): ${problem}`);
    return [{ ...id, value }];
  });
}

function identify(value: Record<string, unknown>): { apiVersion: string; kind: string; name: string } {
  const text = (key: string): string => (typeof value[key] === "string" ? value[key] : "");
  return { apiVersion: text("apiVersion"), kind: text("kind") || "v1alpha1", name: text("name") };
}

function problemOf(
  document: Document.Parsed,
  value: Record<string, unknown>,
  kind: string,
  lines: LineCounter,
): string | undefined {
  const tree = keysFor(value);
  if (typeof tree === "string") return tree;
  const constructing = constructError(kind, document, value, tree, lines);
  if (constructing !== undefined) return constructing;
  const strange = unknownKeys(value, tree);
  if (strange === undefined) return undefined;
  return `unknown keys found during decoding:\n${stringify(strange, { indent: 4, sortMapEntries: true })}`;
}

/** The keys a document may have, or why it is none that Talos knows. */
function keysFor(value: Record<string, unknown>): KeyTree | string {
  const [kind, apiVersion] = [value.kind, value.apiVersion] as (string | undefined)[];
  if (kind === undefined && ["machine", "cluster", "debug", "persist"].some((key) => key in value)) return v1alpha1Keys;
  if (kind === undefined && apiVersion === "v1alpha1") return v1alpha1Keys;
  if (kind === undefined) return "missing kind";
  if (apiVersion === undefined) return "missing apiVersion";
  const tree = apiVersion === "v1alpha1" ? documentKeys(kind) : undefined;
  return tree ?? `"${kind}" "${apiVersion}": not registered`;
}
