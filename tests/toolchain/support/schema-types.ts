import { execFileSync } from "node:child_process";
import type { Toolchain } from "../../../toolchain/ensure";
import type { ClassShape, ObjectShape, Shape } from "./shape";

interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
  readonly secret?: boolean;
  readonly replaceOnChanges?: boolean;
}

interface ComplexType {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly language?: { readonly nodejs?: { readonly requiredOutputs?: readonly string[] } };
}

interface Resource extends ComplexType {
  readonly inputProperties?: Readonly<Record<string, Property>>;
  readonly requiredInputs?: readonly string[];
}

interface Schema {
  readonly types?: Readonly<Record<string, ComplexType>>;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly provider: Resource;
}

type Direction = "input" | "output";

/** What a plugin says of its own classes. */
export class SchemaTypes {
  readonly #schema: Schema;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** Asks the plugin itself, through the pulumi command. */
  static of(toolchain: Toolchain, plugin: string): SchemaTypes {
    const tool = toolchain.tools.find(({ name }) => name === plugin);
    if (!tool) throw new Error(`no plugin ${plugin} in the toolchain`);
    const text = execFileSync("pulumi", ["package", "get-schema", tool.path], {
      env: { ...process.env, ...toolchain.env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return new SchemaTypes(JSON.parse(text.toString()) as Schema);
  }

  classWith(token: string): ClassShape {
    const resource = token.startsWith("pulumi:providers:") ? this.#schema.provider : this.#schema.resources[token];
    if (!resource) throw new Error(`the plugin has no class ${token}`);
    const outputs = resource.properties ?? {};
    const marked = (name: "secret" | "replaceOnChanges", properties: Readonly<Record<string, Property>>) =>
      Object.keys(properties).filter((key) => properties[key]?.[name]);
    return {
      token,
      inputs: this.#object(resource.inputProperties ?? {}, resource.requiredInputs, "input"),
      outputs: this.#object(outputs, resource.required, "output"),
      secretOutputs: marked("secret", outputs).sort(),
      replaceOnChanges: marked("replaceOnChanges", outputs).sort(),
    };
  }

  #object(
    properties: Readonly<Record<string, Property>>,
    required: readonly string[] = [],
    direction: Direction,
  ): ObjectShape["object"] {
    const entries = Object.entries(properties).map(([name, property]) => [
      name,
      { type: this.#shape(property, direction), optional: !required.includes(name) },
    ]);
    return Object.fromEntries(entries) as ObjectShape["object"];
  }

  #shape(property: Property, direction: Direction): Shape {
    if (property.$ref) return this.#referenced(property.$ref, direction);
    if (property.items) return { list: this.#shape(property.items, direction) };
    if (property.additionalProperties) return { map: this.#shape(property.additionalProperties, direction) };
    return property.type === "integer" ? "number" : (property.type ?? "any");
  }

  #referenced(reference: string, direction: Direction): Shape {
    if (reference === "pulumi.json#/Any") return "any";
    if (reference === "pulumi.json#/Asset" || reference === "pulumi.json#/Archive") return "asset";
    const token = decodeURIComponent(reference.replace("#/types/", ""));
    const type = this.#schema.types?.[token];
    if (!type) throw new Error(`the schema refers to ${reference}, which it does not hold`);
    if (type.enum) return "enum";
    const required = (direction === "output" && type.language?.nodejs?.requiredOutputs) || type.required;
    return { object: this.#object(type.properties ?? {}, required, direction) };
  }
}
