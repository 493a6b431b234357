import type { StackConfig } from "../../distributions/distribution";
import { type Issue, showValue } from "../../model/errors";
import { isMap, valueAt, type Values } from "../../model/platform/values";
import { repeated, type Rule } from "./rule";
import { unknownName } from "./unknown-name";

const FIELDS = { apiVersion: "v1", kind: "ConfigMap", "metadata.name": "settings" } as const;

const objectsSayWhatTheyAre: Rule = (config) =>
  objects(config).flatMap(({ path, object }) =>
    Object.entries(FIELDS).flatMap(([field, example]): Issue[] => {
      const value = valueAt(object, field);
      if (typeof value === "string" && value !== "") return [];
      const problem = value === undefined ? "missing key" : "wrong type";
      const allowed = `must be a word, e.g. ${example}`;
      return [{ path: `${path}.${field}`, problem, got: showValue(value), allowed, remedy: "add it" }];
    }),
  );

/** Everybody who reads the stack file would read it. */
const secretsStayOut: Rule = (config) =>
  objects(config)
    .filter(({ object }) => object["kind"] === "Secret")
    .map(({ path }) => ({
      path,
      problem: "a Secret in plain text",
      got: "a map",
      allowed: "must be an object that everybody may read",
      remedy: "use a SealedSecret (platform.addons.sealed-secrets), or make it by hand",
    }));

const objectsAreMadeOnce: Rule = (config) =>
  repeated(objects(config), ({ object }) => identity(object)).map(({ item, first }) => ({
    path: item.path,
    problem: `the same object as ${first.path}`,
    got: showValue(valueAt(item.object, "metadata.name")),
    allowed: "must be one owner per object",
    remedy: "remove one of them",
  }));

function identity(object: Values): string {
  const fields = ["apiVersion", "kind", "metadata.namespace", "metadata.name"];
  return JSON.stringify(fields.map((field) => valueAt(object, field) ?? ""));
}

/** An Application that follows no repository is a wish: Argo CD takes it, and shows an error for ever. */
const applicationsFollowARepository: Rule = (config) =>
  objects(config)
    .filter(({ object }) => object["kind"] === "Application" && String(object["apiVersion"]).startsWith("argoproj.io/"))
    .filter(({ object }) => !isMap(valueAt(object, "spec")) || sourceOf(object) === undefined)
    .map(({ path }) => ({
      path: `${path}.spec.source.repoURL`,
      problem: "missing key",
      got: "nothing",
      allowed: "must be the address of a Git or chart repository, e.g. https://git.example.net/cluster.git",
      remedy: "add it",
    }));

const sourceOf = (object: Values): unknown => valueAt(object, "spec.source.repoURL") ?? valueAt(object, "spec.sources");

const manifestsNeedKnownAddOns: Rule = ({ platform }) =>
  Object.entries(platform?.manifests ?? {}).flatMap(([name, { needs }]) =>
    needs.flatMap((other, index) =>
      unknownName(`platform.manifests.${name}.needs[${index}]`, "add-on", other, Object.keys(platform?.addons ?? {})),
    ),
  );

function objects({ platform }: StackConfig) {
  return Object.entries(platform?.manifests ?? {}).flatMap(([name, { objects: own }]) =>
    own.map((object, index) => ({ path: `platform.manifests.${name}.objects[${index}]`, object })),
  );
}

export const manifestRules: readonly Rule[] = [
  objectsSayWhatTheyAre,
  secretsStayOut,
  objectsAreMadeOnce,
  applicationsFollowARepository,
  manifestsNeedKnownAddOns,
];
