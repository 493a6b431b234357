import type { Manifest } from "../../../model/platform/manifest";
import {
  LIMIT_RANGE_NAME,
  limitRange,
  priorityClassName,
  RESOURCE_QUOTA_NAME,
  resourceQuota,
  TIER_LABEL,
} from "../../../model/platform/objects";
import type { NamespacePlan, TierPlan } from "../../../model/platform/platform-plan";
import { celMap, celText, celTexts } from "./cel";

const API = "policies.kyverno.io/v1";

/** Labels of a namespace that brings its own. */
export const OWN_LIMITS_LABEL = "homelab/own-limits";
export const OWN_QUOTA_LABEL = "homelab/own-quota";

interface Known {
  /** The most important first. */
  readonly tiers: readonly TierPlan[];
  /** Those that the program makes, with all that is in them. */
  readonly namespaces: readonly Pick<NamespacePlan, "name">[];
}

/**
 * What namespaces get that somebody else makes later: the LimitRange and the ResourceQuota of their tier, which they name by
 * label or by the beginning of their own name (`4-aux-photos`), and for their pods its priority. Namespaces that the program
 * makes get theirs from it: no object has two owners (docs/decisions/0141).
 */
export function tierPoliciesOfKyverno(known: Known): Manifest[] {
  return [rightsToGenerate(), limits(known), quotas(known), priorities(known)];
}

/** Kyverno's own role may read nearly everything and create hardly anything. */
function rightsToGenerate(): Manifest {
  const verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];
  const labels = { "rbac.kyverno.io/aggregate-to-background-controller": "true" };
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "homelab-tier-policies", labels },
    rules: [{ apiGroups: [""], resources: ["limitranges", "resourcequotas"], verbs }],
  };
}

/** By label, else by name; empty where there is none. */
function tierOf(object: string, tiers: readonly TierPlan[]): string {
  const byName = tiers.reduceRight(
    (otherwise, { name }) =>
      `${object}.metadata.name.startsWith(${celText(`${name}-`)}) ? ${celText(name)} : ${otherwise}`,
    '""',
  );
  const label = `${object}.metadata.labels['${TIER_LABEL}']`;
  return `has(${object}.metadata.labels) && '${TIER_LABEL}' in ${object}.metadata.labels ? ${label} : (${byName})`;
}

const inATier = (object: string, tiers: readonly TierPlan[]): string =>
  `(${tierOf(object, tiers)}) in [${tiers.map(({ name }) => celText(name)).join(", ")}]`;

const without = (label: string): string => `!(has(object.metadata.labels) && '${label}' in object.metadata.labels)`;

interface Generated {
  readonly name: string;
  readonly optOut: string;
  readonly kind: string;
  readonly object: string;
  /** A map from tiers to what is in the object's spec. */
  readonly specs: string;
}

function generating({ tiers, namespaces }: Known, { name, optOut, kind, object, specs }: Generated): Manifest {
  const made = namespaces.map((namespace) => celText(namespace.name));
  return {
    apiVersion: API,
    kind: "GeneratingPolicy",
    metadata: { name },
    spec: {
      // What is deleted or edited comes back; what was there before the policy gets it too; what is there stays when it goes.
      evaluation: {
        synchronize: { enabled: true },
        generateExisting: { enabled: true },
        orphanDownstreamOnPolicyDelete: { enabled: true },
      },
      matchConstraints: {
        resourceRules: [
          { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "UPDATE"], resources: ["namespaces"] },
        ],
      },
      matchConditions: [
        { name: "is-in-a-tier", expression: inATier("object", tiers) },
        { name: "is-nobody-elses", expression: `!(object.metadata.name in [${made.join(", ")}])` },
        { name: "brings-no-own", expression: without(optOut) },
      ],
      variables: [
        { name: "tier", expression: tierOf("object", tiers) },
        { name: "specs", expression: specs },
        {
          name: "downstream",
          expression:
            `[{"kind": dyn(${celText(kind)}), "apiVersion": dyn("v1"), ` +
            `"metadata": dyn({"name": ${celText(object)}, "namespace": string(object.metadata.name)}), ` +
            `"spec": dyn(variables.specs[variables.tier])}]`,
        },
      ],
      generate: [{ expression: "generator.Apply(object.metadata.name, variables.downstream)" }],
    },
  };
}

function limits(known: Known): Manifest {
  const specs = celMap(
    known.tiers.map((tier) => {
      const [container] = limitRange(ofTier(tier)).spec.limits;
      if (container === undefined) throw new Error("a LimitRange without limits");
      const { type, ...maps } = container;
      const parts = Object.entries(maps).map(([key, texts]) => [key, `dyn(${celTexts(texts)})`] as const);
      return [tier.name, `{"limits": [${celMap([["type", `dyn(${celText(type)})`], ...parts])}]}`] as const;
    }),
  );
  return generating(known, {
    name: "limits-of-a-tier",
    optOut: OWN_LIMITS_LABEL,
    kind: "LimitRange",
    object: LIMIT_RANGE_NAME,
    specs,
  });
}

function quotas(known: Known): Manifest {
  const specs = celMap(
    known.tiers.map((tier) => [tier.name, `{"hard": ${celTexts(resourceQuota(ofTier(tier)).spec.hard)}}`] as const),
  );
  return generating(known, {
    name: "quota-of-a-tier",
    optOut: OWN_QUOTA_LABEL,
    kind: "ResourceQuota",
    object: RESOURCE_QUOTA_NAME,
    specs,
  });
}

const ofTier = (tier: TierPlan): NamespacePlan => ({ name: "", tier, podSecurity: tier.podSecurity });

/**
 * The API server gives every pod a number and a way of preemption before any webhook is asked, and refuses a class that
 * they do not fit: they go with the class that comes (kubernetes, plugin/pkg/admission/priority). Only when pods are
 * created, as neither may change later.
 */
function priorities({ tiers }: Known): Manifest {
  const classes = celMap(tiers.map(({ name }) => [name, celText(priorityClassName(name))]));
  const removed = (field: string): string =>
    `(has(object.spec.${field}) ? [JSONPatch{op: "remove", path: "/spec/${field}"}] : [])`;
  return {
    apiVersion: API,
    kind: "MutatingPolicy",
    metadata: { name: "priority-of-a-tier" },
    spec: {
      // A pod without its priority is better than no pod while Kyverno is down.
      failurePolicy: "Ignore",
      autogen: { podControllers: { controllers: [] } },
      evaluation: { background: { enabled: false } },
      matchConstraints: {
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
      },
      matchConditions: [
        {
          name: "names-no-class",
          expression: "!has(object.spec.priorityClassName) || object.spec.priorityClassName == ''",
        },
        { name: "is-in-a-tier", expression: inATier("namespaceObject", tiers) },
      ],
      variables: [{ name: "tier", expression: tierOf("namespaceObject", tiers) }],
      mutations: [
        {
          patchType: "JSONPatch",
          jsonPatch: {
            expression:
              `[JSONPatch{op: "add", path: "/spec/priorityClassName", value: ${classes}[variables.tier]}] + ` +
              `${removed("priority")} + ${removed("preemptionPolicy")}`,
          },
        },
      ],
    },
  };
}
