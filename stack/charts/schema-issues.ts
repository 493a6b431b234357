import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import Ajv2019 from "ajv/dist/2019";
import Ajv2020 from "ajv/dist/2020";
import { type Issue, showValue } from "../../model/errors";
import { isMap, type Values } from "../../model/platform/values";
import type { Chart } from "./chart";
import { coalesced } from "./coalesced";

/** What the schemas of a chart, and of the charts in it, refuse of values; `path` is where these values stand. */
export function schemaIssues(chart: Chart, values: Values, path: string): Issue[] {
  return refusedIn(chart, coalesced(chart, values), path);
}

function refusedIn(chart: Chart, all: Values, path: string): Issue[] {
  const own = refusals(chart, all).map((error) => issueOf(error, chart, path));
  const parts = [...chart.parts].flatMap(([key, part]) => {
    const values = isMap(all[key]) ? all[key] : {};
    // By custom, and by the conditions of nearly every chart, one that is switched off is left out by Helm.
    return values["enabled"] === false ? [] : refusedIn(part, values, `${path}.${key}`);
  });
  return [...own, ...parts];
}

/** One for each place: of several kinds that a value may be, each says that it is not. */
function refusals({ schema }: Chart, values: Values): ErrorObject[] {
  const validate = schema && validatorOf(schema);
  if (!validate || validate(values)) return [];
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if");
  return [...new Map(errors.reverse().map((error) => [placeOf(error), error])).values()].reverse();
}

/**
 * In the draft that it names. One that cannot be read here (draft 4, or parts of it elsewhere) is Helm's alone to judge, when
 * it installs the chart.
 */
function validatorOf({ $schema, ...schema }: Values): ValidateFunction | undefined {
  const options = { allErrors: true, strict: false, validateFormats: false, verbose: true, logger: false } as const;
  const draft = String($schema);
  const Reader = draft.includes("2020-12") ? Ajv2020 : draft.includes("2019-09") ? Ajv2019 : Ajv;
  try {
    return new Reader(options).compile(schema);
  } catch {
    return undefined;
  }
}

function placeOf({ instancePath, params }: ErrorObject): string {
  const { additionalProperty, missingProperty } = params as Readonly<Record<string, string | undefined>>;
  const below = additionalProperty ?? missingProperty;
  return below === undefined ? instancePath : `${instancePath}/${below}`;
}

function issueOf(error: ErrorObject, { name, version }: Chart, path: string): Issue {
  const isUnknown = error.keyword === "additionalProperties";
  const keys = placeOf(error).split("/").slice(1).map(unescaped);
  return {
    path: [path, ...keys].join("."),
    problem: `the schema of ${name} ${version} ${isUnknown ? "knows no such key" : "refuses it"}`,
    got: showValue(isUnknown ? keys.at(-1) : error.keyword === "required" ? undefined : error.data),
    allowed: demandOf(error),
    remedy: "correct it; the chart's values.yaml and values.schema.json say what there is",
  };
}

const unescaped = (key: string): string => key.replaceAll("~1", "/").replaceAll("~0", "~");

function demandOf({ keyword, params, message = "be another value" }: ErrorObject): string {
  const { allowedValues, additionalProperty } = params as { allowedValues?: unknown[]; additionalProperty?: string };
  if (keyword === "enum") return `must be ${(allowedValues ?? []).map(showValue).join(", ")}`;
  if (additionalProperty !== undefined) return "must be a key of the chart";
  if (keyword === "required") return "must be given";
  return message.startsWith("must") ? message : `must ${message}`;
}
