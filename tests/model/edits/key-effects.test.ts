import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DistributionName } from "../../../distributions/cluster-schema";
import { everyKey } from "../../../stack/edits/every-key";
import { effectOf, isOne, KEY_EFFECTS } from "../../../stack/edits/key-effects";
import { type JsonSchema, sectionsJsonSchema } from "../../../stack/json-schema";
import { renderEditsPage } from "../../../stack/render/edits-page";
import { SAMPLE_EDITS, type Stack } from "../../support/sample-edits";
import { SECRET_NAMES } from "../../../model/secrets";
import { keyOfPath } from "../../support/key-of-path";

const PAGE = join(__dirname, "../../../docs/edits.md");
const DISTRIBUTION_OF: Readonly<Record<Stack, DistributionName>> = {
  asgard: "rke2",
  r730: "kubeadm",
  "pc-tips": "talos",
  k3s: "k3s",
};

/** Every map of named keys in a schema, by its path; what is below a list is part of the list's value. */
function mapsOf(schema: JsonSchema, path: string): [path: string, map: JsonSchema][] {
  const { properties = {}, additionalProperties, oneOf = [] } = schema;
  const below = (name: string) => (path === "" ? name : `${path}.${name}`);
  return [
    ...(schema.properties === undefined ? [] : [[path, schema] as [string, JsonSchema]]),
    ...oneOf.flatMap((branch) => mapsOf(branch, path)),
    ...Object.entries(properties).flatMap(([name, child]) => mapsOf(child, below(name))),
    ...(typeof additionalProperties === "object" ? mapsOf(additionalProperties, below("*")) : []),
  ];
}

describe("the table of what edits do", () => {
  it("has a row for every key of the configuration, and no others", () => {
    expect(Object.keys(KEY_EFFECTS).sort()).toEqual(everyKey());
  });

  it("lacks a key that is added to any map of the schema, which the previous test reports", () => {
    const maps = mapsOf(sectionsJsonSchema(), "");
    expect(maps.length).toBeGreaterThan(20);
    for (const [index, [path]] of maps.entries()) {
      const schema = sectionsJsonSchema();
      const map = mapsOf(schema, "")[index]?.[1];
      Object.assign(map?.properties ?? {}, { added: { type: "string" } });
      expect(everyKey(schema)).toContain(path === "" ? "added" : `${path}.added`);
      expect(KEY_EFFECTS).not.toHaveProperty([`${path}.added`]);
    }
  });

  it("is the page of the documentation (UPDATE_DOCS=1 npm run test:unit writes it)", () => {
    if (process.env["UPDATE_DOCS"]) writeFileSync(PAGE, renderEditsPage());
    expect(readFileSync(PAGE, "utf8")).toBe(renderEditsPage());
  });

  it("is tested with an edit of every key, for every distribution with its own rows", () => {
    const tried = new Set(SAMPLE_EDITS.map(({ stack, path }) => `${keyOfPath(path)} ${DISTRIBUTION_OF[stack]}`));
    const wanted = Object.entries(KEY_EFFECTS)
      .filter(([key]) => !SECRET_NAMES.some((secret) => secret === key))
      .flatMap(([key, effects]) =>
        isOne(effects) ? [[key]] : Object.keys(effects).map((distribution) => [key, distribution]),
      );
    const untried = wanted.filter(([key, distribution]) =>
      distribution === undefined
        ? ![...tried].some((row) => row.startsWith(`${key} `))
        : !tried.has(`${key} ${distribution}`),
    );
    expect(untried).toEqual([]);
  });

  it("has no row for a key that a distribution does not have", () => {
    expect(effectOf("cluster.calicoVersion", "talos")).toBeUndefined();
  });
});
