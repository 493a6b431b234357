import type { StackConfig } from "../../distributions/distribution";
import type { Issue } from "../../model/errors";
import { workloadsWith } from "../../model/platform/chart-facts";
import { isMap, valueAt } from "../../model/platform/values";
import { factsOf } from "../platform/plan-add-ons";
import { plannedPlatform } from "./planned-platform";
import type { Rule } from "./rule";

const DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

/** With two of them a claim that names none gets the newer one, which nobody chose (Kubernetes: DefaultStorageClass). */
const oneStorageClassIsTheDefault: Rule = (config) => {
  const all = defaultClassesOf(config);
  return all.slice(1).map((path) => ({
    path,
    problem: `a second default StorageClass, besides ${all[0]}`,
    got: '"true"',
    allowed: "must be one of all",
    remedy: "remove one of them; what the catalogue says is replaced by values of your own",
  }));
};

/** A pod whose volume nobody makes stays Pending for good. */
const volumesHaveAClass: Rule = (config) => {
  const { addOns = [] } = plannedPlatform(config)?.platform ?? {};
  if (defaultClassesOf(config).length > 0) return [];
  return addOns.flatMap((addOn): Issue[] => {
    const facts = factsOf(addOn);
    const claims = facts ? workloadsWith(facts, addOn.values).flatMap((workload) => workload.claims ?? []) : [];
    const nameless = claims.find(({ values }) => valueAt(addOn.values, `${values}.storageClass`) === undefined);
    if (nameless === undefined) return [];
    return [
      {
        path: `platform.addons.${addOn.name}.values.${nameless.values}.storageClass`,
        problem: "its pods need volumes, and no StorageClass is the default",
        got: "nothing",
        allowed: "must be the name of a StorageClass",
        remedy: "add it, or platform.addons.proxmox-csi: {}",
      },
    ];
  });
};

/** Where the plan has them: the catalogue's own are no less default than others. */
function defaultClassesOf(config: StackConfig): string[] {
  const { addOns = [], manifests = [] } = plannedPlatform(config)?.platform ?? {};
  return [
    ...addOns.flatMap(({ name, values }) => defaultClasses(values, `platform.addons.${name}.values`)),
    ...manifests.flatMap(({ name, objects }) => defaultClasses(objects, `platform.manifests.${name}.objects`)),
  ];
}

function defaultClasses(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => defaultClasses(item, `${path}[${index}]`));
  if (!isMap(value)) return [];
  const own = String(value[DEFAULT_CLASS]) === "true" ? [`${path}["${DEFAULT_CLASS}"]`] : [];
  return [...own, ...Object.entries(value).flatMap(([key, child]) => defaultClasses(child, `${path}.${key}`))];
}

export const addOnStorageRules: readonly Rule[] = [oneStorageClassIsTheDefault, volumesHaveAClass];
