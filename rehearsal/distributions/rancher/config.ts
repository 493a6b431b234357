import { parse } from "yaml";
import type { FileTree } from "../../guests/disk/file-tree";
import { Fatal } from "../../cluster/service-process";
import { etcFolder, type Kind } from "./kind";
import type { NodeConfig } from "./node-config";

/** config.yaml, then config.yaml.d in alphabetical order; the last value wins, `key+` appends (docs.rke2.io/install/configuration). */
export function readRancherConfig(tree: FileTree, kind: Kind, role: "server" | "agent"): NodeConfig {
  const main = `${etcFolder(kind)}/config.yaml`;
  const dropIns = `${main}.d`;
  const files = [
    main,
    ...tree
      .list(dropIns)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => `${dropIns}/${name}`),
  ];
  const values = new Map<string, readonly string[]>();
  const warnings: string[] = [];
  for (const path of files) {
    for (const [key, value] of Object.entries(readFile(tree, path))) {
      const name = key.replace(/\+$/, "");
      if (kind.flags[role].has(name))
        values.set(name, key.endsWith("+") ? [...(values.get(name) ?? []), ...asList(value)] : asList(value));
      else if (!kind.skipsUnknown.includes(role)) throw new Fatal(`flag provided but not defined: -${name}`);
      else warnings.push(`Unknown flag --${name} found in config.yaml, skipping\n`);
    }
  }
  return {
    warnings,
    text: (key) => values.get(key)?.at(-1),
    list: (key) => (values.get(key) ?? []).flatMap((value) => value.split(",")),
    flag: (key) => values.get(key)?.at(-1) === "true",
  };
}

function readFile(tree: FileTree, path: string): Record<string, unknown> {
  const text = tree.read(path);
  if (text === undefined) return {};
  try {
    const value: unknown = parse(text);
    if (value === null || value === undefined) return {};
    if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new Fatal(`yaml: ${error instanceof Error ? (error.message.split("\n")[0] ?? "") : ""}`);
  }
  throw new Fatal("yaml: unmarshal errors: cannot unmarshal into map");
}

function asList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** A secret given as such or as the path of a file. */
export function secretOf(config: NodeConfig, tree: FileTree, key: "token" | "agent-token"): string | undefined {
  const path = config.text(`${key}-file`);
  if (path === undefined) return config.text(key);
  const text = tree.read(path);
  if (text === undefined) throw new Fatal(`open ${path}: no such file or directory`);
  return text.trim();
}
