import { parse } from "yaml";
import { isMap, type Values } from "../../model/platform/values";
import { type Files, unpacked } from "./unpacked";

/** What a chart says of the values that it takes. */
export interface Chart {
  readonly name: string;
  readonly version: string;
  /** Its own, which those of a release come over. */
  readonly values: Values;
  /** What its author demands of values, where there is such a file. */
  readonly schema?: Values;
  /** Charts in it, by the key under which their values stand. */
  readonly parts: ReadonlyMap<string, Chart>;
  /** Says of itself that its values are not known; only stand-ins of rehearsals do. */
  readonly takesAnything: boolean;
  /** Whether a word stands anywhere in its templates or values, comments included. */
  mentions(word: string): boolean;
}

/** An annotation of a chart. */
export const TAKES_ANYTHING = "homelab/takes-any-values";

/** @throws Error when it is no chart. */
export function readChart(tgz: Buffer): Chart {
  const files = unpacked(tgz);
  const [top = ""] = [...files.keys()].filter((path) => /^[^/]+\/Chart\.yaml$/.test(path));
  if (top === "") throw new Error("there is no Chart.yaml in it");
  return chartIn(below(files, top.replace(/Chart\.yaml$/, "")));
}

interface About {
  readonly name?: string;
  readonly version?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly dependencies?: readonly { readonly name?: string; readonly alias?: string }[];
}

function chartIn(files: Files): Chart {
  const about = (yamlIn(textOf(files, "Chart.yaml")) ?? {}) as About;
  const schema: unknown = files.has("values.schema.json") ? JSON.parse(textOf(files, "values.schema.json")) : undefined;
  const values = yamlIn(textOf(files, "values.yaml"));
  const words = wordsOf(files);
  return {
    name: about.name ?? "",
    version: String(about.version ?? ""),
    values: isMap(values) ? values : {},
    ...(isMap(schema) && { schema }),
    parts: partsOf(files, about),
    takesAnything: about.annotations?.[TAKES_ANYTHING] === "true",
    mentions: (word) => words.has(word),
  };
}

/** A chart in another one is a folder, or a package as its repository had it. */
function partsOf(files: Files, { dependencies = [] }: About): ReadonlyMap<string, Chart> {
  const folders = new Set([...files.keys()].flatMap((path) => /^charts\/([^/]+)\/Chart\.yaml$/.exec(path)?.[1] ?? []));
  const packages = [...files].filter(([path]) => /^charts\/[^/]+\.tgz$/.test(path));
  const charts = [
    ...[...folders].map((folder) => chartIn(below(files, `charts/${folder}/`))),
    ...packages.map(([, content]) => readChart(content)),
  ];
  return new Map(
    charts.flatMap((chart) => {
      const named = dependencies.filter(({ name }) => name === chart.name);
      const keys = named.length === 0 ? [chart.name] : named.map(({ alias }) => alias ?? chart.name);
      return keys.map((key) => [key, chart] as const);
    }),
  );
}

function wordsOf(files: Files): ReadonlySet<string> {
  const read = [...files.keys()].filter((path) => path === "values.yaml" || /(^|\/)templates\//.test(path));
  return new Set(read.flatMap((path) => textOf(files, path).match(/[A-Za-z][\w-]*/g) ?? []));
}

/** As Helm reads it: of a key that stands there twice the last one counts. */
const yamlIn = (text: string): unknown => parse(text, { uniqueKeys: false, merge: true, maxAliasCount: -1 }) as unknown;

const textOf = (files: Files, path: string): string => files.get(path)?.toString() ?? "";

function below(files: Files, folder: string): Files {
  const inIt = [...files].filter(([path]) => path.startsWith(folder));
  return new Map(inIt.map(([path, content]) => [path.slice(folder.length), content]));
}
