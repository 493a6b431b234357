import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JsonSchema, stackFileJsonSchema } from "../../../stack/json-schema";
import { readDescription, renderConfigurationPage } from "../../../stack/render/configuration-page";

const PAGE = join(__dirname, "../../../docs/configuration.md");

interface Described {
  readonly path: string;
  readonly description: string;
  readonly default: unknown;
}

function describedKeys(schema: JsonSchema, path = ""): Described[] {
  const own =
    typeof schema["description"] === "string"
      ? [{ path, description: schema["description"], default: schema["default"] }]
      : [];
  const { properties = {}, additionalProperties: rest, items, oneOf = [] } = schema;
  return [
    ...own,
    ...Object.entries(properties).flatMap(([key, child]) => describedKeys(child, `${path}.${key}`)),
    ...(typeof rest === "object" ? describedKeys(rest, `${path}.*`) : []),
    ...(items ? describedKeys(items, `${path}[]`) : []),
    ...oneOf.flatMap((branch) => describedKeys(branch, path)),
  ];
}

const keys = describedKeys(stackFileJsonSchema());

describe("the page of the configuration", () => {
  it("is generated from the schema (UPDATE_DOCS=1 npm run test:unit writes it)", () => {
    if (process.env["UPDATE_DOCS"]) writeFileSync(PAGE, renderConfigurationPage());
    expect(readFileSync(PAGE, "utf8")).toBe(renderConfigurationPage());
  });

  it("says of every key whether it is required, what its default is and what it means", () => {
    const unreadable = keys.filter(({ description }) => !readDescription(description)).map(({ path }) => path);
    expect(unreadable).toEqual([]);
  });

  it("names the schema's default", () => {
    const simple = keys.filter(({ default: value }) => ["string", "number", "boolean"].includes(typeof value));
    const wrong = simple.filter(({ description, default: value }) => {
      const said = readDescription(description)?.default ?? "";
      return said !== String(value) && !said.startsWith(`${String(value)} `) && !said.startsWith(`${String(value)},`);
    });
    expect(simple.length).toBeGreaterThan(20);
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});
