import { existsSync, readFileSync } from "node:fs";
import { documentKeys, documentKinds } from "../../../rehearsal/distributions/talos/machine/config/document-keys";
import type { KeyTree } from "../../../rehearsal/distributions/talos/machine/config/key-tree";
import { v1alpha1Keys } from "../../../rehearsal/distributions/talos/machine/config/v1alpha1-keys";

/** The JSON Schema of Talos' own build, where somebody laid it out; it is no part of the project. */
const schemaFile = "/work/shared/data/talos/config.schema-v1.13.json";
const withSchema = existsSync(schemaFile) ? test : test.skip;

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly string[];
}

/** Paths of keys that the schema has and the table has not. */
function missing(schema: Schema, tree: KeyTree, path: string, all: Readonly<Record<string, Schema>>): string[] {
  const at = resolve(schema, all);
  return Object.entries(at.properties ?? {}).flatMap(([key, below]) => {
    const node = tree.get(key);
    if (!node) return [`${path}.${key}`];
    return node.keys ? missing(resolve(below, all), node.keys, `${path}.${key}`, all) : [];
  });
}

function resolve(schema: Schema, all: Readonly<Record<string, Schema>>): Schema {
  if (schema.$ref !== undefined) return resolve(all[schema.$ref.replace("#/$defs/", "")] ?? {}, all);
  if (schema.items) return resolve(schema.items, all);
  const [pattern] = Object.values(schema.patternProperties ?? {});
  return schema.properties || !pattern ? schema : resolve(pattern, all);
}

withSchema("every document and key that Talos publishes is known", () => {
  const { $defs, oneOf } = JSON.parse(readFileSync(schemaFile, "utf8")) as {
    $defs: Record<string, Schema>;
    oneOf: Schema[];
  };
  const kinds = oneOf.map((entry) => ({ entry, kind: resolve(entry, $defs).properties?.kind?.enum?.[0] }));
  expect(kinds.flatMap(({ kind }) => (kind === undefined ? [] : [kind])).sort()).toEqual([...documentKinds].sort());
  for (const { entry, kind } of kinds) {
    const tree = kind === undefined ? v1alpha1Keys : documentKeys(kind);
    expect(tree && missing(entry, tree, kind ?? "", $defs)).toEqual([]);
  }
});
