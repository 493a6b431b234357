import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JsonSchema, stackFileJsonSchema } from "../../stack/json-schema";
import { knownKeys } from "../../stack/shape-issues";

const FILE = join(__dirname, "../../docs/homelab.schema.json");

/** Every property of a schema that has no description, by path. */
function undescribed(schema: JsonSchema, path = ""): string[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, child]) => [
    ...(typeof child["description"] === "string" ? [] : [`${path}${key}`]),
    ...undescribed(child, `${path}${key}.`),
  ]);
  const rest =
    typeof schema.additionalProperties === "object" ? undescribed(schema.additionalProperties, `${path}*.`) : [];
  return [...below, ...rest, ...(schema.oneOf ?? []).flatMap((branch) => undescribed(branch, path))];
}

describe("the JSON Schema", () => {
  it("is committed up to date (UPDATE_SCHEMA=1 npm run test:unit writes it)", () => {
    if (process.env["UPDATE_SCHEMA"]) writeFileSync(FILE, `${JSON.stringify(stackFileJsonSchema(), null, 2)}\n`);
    expect(JSON.parse(readFileSync(FILE, "utf8"))).toEqual(JSON.parse(JSON.stringify(stackFileJsonSchema())));
  });

  it("describes every key of every section", () => {
    const config = stackFileJsonSchema().properties?.["config"];
    const sections = Object.entries(config?.properties ?? {}).filter(([name]) => !/Token|Key|Hash/.test(name));
    expect(sections.flatMap(([name, schema]) => undescribed(schema, `${name}.`))).toEqual([]);
  });

  it("knows the keys of a cluster by its distribution", () => {
    expect(knownKeys(["cluster"], { cluster: { distribution: "rke2" } })).toContain("agentVersion");
    expect(knownKeys(["cluster"], { cluster: { distribution: "talos" } })).toContain("kubernetesVersion");
    expect(knownKeys(["cluster"], { cluster: { distribution: "talos" } })).not.toContain("agentVersion");
  });

  it("knows the keys of a map at any depth, and none where keys are names", () => {
    const storage = ["proxmox", "hosts", "pve", "storages", "local"];
    expect(knownKeys(storage, {})).toEqual(["type", "content", "capacityGiB"]);
    expect(knownKeys(["nodes"], {})).toBeUndefined();
  });
});
