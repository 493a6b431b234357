import { distributionOf } from "../../distributions/registry";
import type { StackConfig } from "../../distributions/distribution";
import { nearestWord } from "../../model/edit-distance";
import type { Issue } from "../../model/errors";
import { minorOf } from "../../model/kubernetes-releases";
import type { AddOnConfig } from "../../model/platform/add-on-plan";
import { valueAt } from "../../model/platform/values";
import { before, namespaceOf, releaseFor, supports, tierOf } from "../platform/plan-add-ons";
import type { ChartRelease } from "../../model/platform/chart-facts";
import { catalogue, entryNamed } from "../platform/catalogue";
import type { CatalogueEntry } from "../platform/catalogue-entry";
import { wrongQuantities } from "../platform/quantities-in-values";
import type { Rule } from "./rule";
import { unknownName } from "./unknown-name";

/** Of a chart that the catalogue does not have, all of this has to be said. */
const OWN_CHART = ["chart", "repository", "version"] as const;

const addOnsAreKnown: Rule = (config) =>
  addOns(config).flatMap(({ name, path, addOn, entry }): Issue[] => {
    if (entry !== undefined) return [];
    const missing = OWN_CHART.filter((key) => addOn[key] === undefined);
    if (missing.length === OWN_CHART.length) return [unknownAddOn(path, name)];
    const mirrored = config.platform?.chartMirror !== undefined;
    return missing.filter((key) => key !== "repository" || !mirrored).map((key) => needsKey(path, key));
  });

function unknownAddOn(path: string, name: string): Issue {
  const meant = nearestWord(name, Object.keys(catalogue));
  return {
    path,
    problem: "unknown add-on",
    got: `"${name}"`,
    allowed: `must be ${Object.keys(catalogue).join(", ")}, or a chart of your own`,
    remedy: meant ? `did you mean "${meant}"?` : `give its ${OWN_CHART.join(", ")}`,
  };
}

function needsKey(path: string, key: (typeof OWN_CHART)[number]): Issue {
  const examples = { chart: "podinfo", repository: "https://charts.example.net", version: "1.2.3" };
  return {
    path: `${path}.${key}`,
    problem: "missing key",
    got: "nothing",
    allowed: `must be its ${key}, e.g. ${examples[key]}, as the catalogue does not have this add-on`,
    remedy: "add it",
  };
}

/** Under the catalogue's name another chart would get values that are not made for it. */
const catalogueChartsAreTheirOwn: Rule = (config) =>
  addOns(config)
    .filter(({ addOn, entry }) => entry !== undefined && addOn.chart !== undefined && addOn.chart !== entry.facts.chart)
    .map(({ path, addOn, entry }) => ({
      path: `${path}.chart`,
      problem: "another chart under a name of the catalogue",
      got: `"${addOn.chart}"`,
      allowed: `must be ${entry?.facts.chart}`,
      remedy: "remove it, or give the add-on another name",
    }));

const addOnsHaveAKnownTier: Rule = (config) =>
  addOns(config).flatMap(({ name, path, addOn, entry }): Issue[] => {
    if (entry === undefined && OWN_CHART.every((key) => addOn[key] === undefined)) return [];
    const tiers = Object.keys(config.platform?.tiers ?? {});
    if (addOn.tier !== undefined) return unknownName(`${path}.tier`, "tier", addOn.tier, tiers);
    if (config.platform === undefined || tierOf(name, config.platform) !== undefined) return [];
    const allowed = `must be the tier of its namespace: ${tiers.join(", ")}`;
    return [{ path: `${path}.tier`, problem: "missing key", got: "nothing", allowed, remedy: "add it" }];
  });

/** A namespace has one LimitRange and one quota. */
const namespacesHaveOneTier: Rule = ({ platform }) => {
  if (platform === undefined) return [];
  const first = new Map(Object.entries(platform.namespaces).map(([name, tier]) => [name, { tier, by: "namespaces" }]));
  return Object.entries(platform.addons).flatMap(([name, addOn]): Issue[] => {
    const [namespace, tier] = [namespaceOf(name, addOn), tierOf(name, platform)];
    const there = first.get(namespace);
    if (tier === undefined) return [];
    if (there === undefined) first.set(namespace, { tier, by: `addons.${name}` });
    if (there === undefined || there.tier === tier) return [];
    return [
      {
        path: `platform.addons.${name}.tier`,
        problem: `its namespace ${namespace} is in another tier by platform.${there.by}`,
        got: `"${tier}"`,
        allowed: `must be ${there.tier}`,
        remedy: "change one of them, or give the add-on another namespace",
      },
    ];
  });
};

const addOnsStayOutOfKubernetesNamespaces: Rule = (config) =>
  addOns(config)
    .map(({ name, path, addOn }) => ({ path, namespace: namespaceOf(name, addOn) }))
    .filter(({ namespace }) => namespace === "default" || namespace.startsWith("kube-"))
    .map(({ path, namespace }) => ({
      path: `${path}.namespace`,
      problem: "a namespace that Kubernetes makes itself",
      got: `"${namespace}"`,
      allowed: "must be a namespace of its own, e.g. podinfo",
      remedy: "leave it out, or choose another name",
    }));

const needsAreThere: Rule = (config) =>
  addOns(config).flatMap(({ path, addOn, entry, others }): Issue[] => [
    ...addOn.needs.flatMap((name, index) => unknownName(`${path}.needs[${index}]`, "add-on", name, others)),
    ...(entry?.needs ?? [])
      .filter((name) => !others.includes(name))
      .map((name) => ({
        path,
        problem: `${entry?.title} needs ${name}, which is no add-on of this stack`,
        got: "nothing",
        allowed: `must be together with ${name}`,
        remedy: `add platform.addons.${name}: {}`,
      })),
  ]);

const needsGoInNoCircle: Rule = (config) => {
  const addons = config.platform?.addons ?? {};
  return Object.keys(addons)
    .filter((name) => reachable(name, addons).has(name))
    .map((name) => ({
      path: `platform.addons.${name}.needs`,
      problem: "needs itself, by way of what it needs",
      got: `"${addons[name]?.needs.join(", ")}"`,
      allowed: "must be add-ons that can be installed before it",
      remedy: "remove one of the needs",
    }));
};

function reachable(name: string, addons: Readonly<Record<string, AddOnConfig>>, seen = new Set<string>()): Set<string> {
  const own = addons[name];
  for (const next of own === undefined ? [] : before(own, entryNamed(name)))
    if (Object.hasOwn(addons, next) && !seen.has(next)) reachable(next, addons, seen.add(next));
  return seen;
}

/** Makers say what they support; on another Kubernetes nobody has tried it. */
const addOnsFitKubernetes: Rule = (config) =>
  addOns(config).flatMap(({ path, addOn, entry }): Issue[] => {
    if (entry === undefined) return [];
    const kubernetesVersion = distributionOf(config.cluster).kubernetesVersion(config.cluster);
    const minor = minorOf(kubernetesVersion);
    const chosen = entry.facts.releases.find(({ version }) => version === addOn.version);
    if (addOn.version !== undefined && (chosen === undefined || supports(chosen, minor))) return [];
    if (addOn.version === undefined && releaseFor(entry.facts, { kubernetesVersion })) return [];
    return [
      {
        path: addOn.version === undefined ? path : `${path}.version`,
        problem: `not made for Kubernetes 1.${minor}`,
        got: `"${addOn.version ?? entry.title}"`,
        allowed: `must be ${entry.facts.releases.map(rangeText).join(", or ")}`,
        remedy: "choose another release of either, or remove it",
      },
    ];
  });

const rangeText = ({ version, oldest, newest }: ChartRelease): string =>
  `${version} with 1.${oldest} ${newest === undefined ? "or newer" : `to 1.${newest}`}`;

/** Two of a kind fight over one API; what is there from the first boot is not taken away behind its owner's back. */
const distributionsBringNoSecond: Rule = (config) =>
  addOns(config).flatMap(({ name, path }): Issue[] => {
    const { brings = {}, title } = distributionOf(config.cluster);
    const off: readonly string[] = "disable" in config.cluster ? config.cluster.disable : [];
    const on = (brings[name] ?? []).filter((component) => !off.includes(component));
    if (on.length === 0) return [];
    return [
      {
        path,
        problem: `${title} brings ${on.join(" and ")}, which does the same`,
        got: `"${name}"`,
        allowed: `must be switched off there`,
        remedy: `remove this line, or add ${on.join(" and ")} to cluster.disable`,
      },
    ];
  });

/** Helm swallows a key that its chart does not have. */
const valuesAreTheCharts: Rule = (config) =>
  addOns(config).flatMap(({ path, addOn, entry }) =>
    entry === undefined
      ? []
      : Object.keys(addOn.values).flatMap((key) => unknownValue(`${path}.values.${key}`, key, entry.facts.keys)),
  );

function unknownValue(path: string, key: string, known: readonly string[]): Issue[] {
  if (known.includes(key)) return [];
  const meant = nearestWord(key, known);
  return [
    {
      path,
      problem: "no value of its chart",
      got: `"${key}"`,
      allowed: "must be a key of its values.yaml",
      remedy: meant ? `did you mean "${meant}"?` : "remove it",
    },
  ];
}

/** Of some things nobody but the owner knows, e.g. where the NFS server is. */
const neededValuesAreGiven: Rule = (config) =>
  addOns(config).flatMap(({ path, addOn, entry }) =>
    (entry?.needsValues ?? [])
      .filter((needed) => [needed, entry?.orValue ?? needed].every((path) => valueAt(addOn.values, path) === undefined))
      .map((needed) => ({
        path: `${path}.values.${needed}`,
        problem: "missing key",
        got: "nothing",
        allowed: `must be said for ${entry?.title}`,
        remedy: "add it",
      })),
  );

const quantitiesAreQuantities: Rule = (config) =>
  addOns(config).flatMap(({ path, addOn }) => wrongQuantities(addOn.values, `${path}.values`));

interface Named {
  readonly name: string;
  readonly path: string;
  readonly addOn: AddOnConfig;
  readonly entry: CatalogueEntry | undefined;
  /** Names of the stack's other add-ons. */
  readonly others: readonly string[];
}

function addOns({ platform }: StackConfig): Named[] {
  const entries = Object.entries(platform?.addons ?? {});
  return entries.map(([name, addOn]) => ({
    name,
    path: `platform.addons.${name}`,
    addOn,
    entry: entryNamed(name),
    others: entries.map(([other]) => other).filter((other) => other !== name),
  }));
}

export const addOnRules: readonly Rule[] = [
  addOnsAreKnown,
  catalogueChartsAreTheirOwn,
  addOnsHaveAKnownTier,
  namespacesHaveOneTier,
  addOnsStayOutOfKubernetesNamespaces,
  needsAreThere,
  needsGoInNoCircle,
  addOnsFitKubernetes,
  distributionsBringNoSecond,
  valuesAreTheCharts,
  neededValuesAreGiven,
  quantitiesAreQuantities,
];
