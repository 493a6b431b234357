import { z } from "zod";
import { configSchema } from "./config-schema";
import { TESTED_RELEASE } from "../model/schema/cluster-keys";
import { SECRET_NAMES } from "../model/secrets";

/** A JSON Schema as far as this project reads one. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly additionalProperties?: JsonSchema | boolean | undefined;
  readonly items?: JsonSchema | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly [keyword: string]: unknown;
}

/** The JSON Schema of the sections, as their author writes them (defaults may be left out). */
export function sectionsJsonSchema(): JsonSchema {
  return z.toJSONSchema(configSchema, { io: "input", target: "draft-7", override: forgetTested }) as JsonSchema;
}

/** Editors need no number that moves with every release of an add-on. */
function forgetTested({ jsonSchema }: { jsonSchema: { default?: unknown; description?: string } }): void {
  if (jsonSchema.description?.includes(`default ${TESTED_RELEASE}`)) delete jsonSchema.default;
}

/** The JSON Schema of a whole `Pulumi.<stack>.yaml`, for editors: keys with their prefix, secrets only encrypted. */
export function stackFileJsonSchema(): JsonSchema {
  const { $schema, properties = {}, required, additionalProperties } = sectionsJsonSchema();
  const prefixed = (names: readonly string[]) => names.map((name) => `homelab:${name}`);
  const secret = {
    type: "object",
    properties: { secure: { type: "string" } },
    required: ["secure"],
    additionalProperties: false,
  };
  const sections = Object.entries(properties).map(([name, schema]) => [`homelab:${name}`, schema]);
  const config = {
    type: "object",
    properties: Object.fromEntries([...sections, ...prefixed(SECRET_NAMES).map((name) => [name, secret])]) as Record<
      string,
      JsonSchema
    >,
    required: prefixed(required as readonly string[]),
    // Settings of providers and of other namespaces are none of our business.
    patternProperties: { "^(?!homelab:)": {} },
    additionalProperties,
  } as JsonSchema;
  return { $schema, title: "homelab stack file", type: "object", properties: { config }, required: ["config"] };
}
