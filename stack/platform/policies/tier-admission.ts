import type { Manifest } from "../../../model/platform/manifest";
import { priorityClassName, TIER_LABEL } from "../../../model/platform/objects";
import type { TierPlan } from "../../../model/platform/platform-plan";
import { celMap, celText } from "./cel";

/** ValidatingAdmissionPolicy is stable from this minor of Kubernetes on. */
export const ADMISSION_POLICIES_SINCE = 30;

const API = "admissionregistration.k8s.io/v1";

/**
 * What the API server checks by itself, without a webhook that could be down: that a namespace's tier exists, and that pods
 * do not use the PriorityClass of another tier (docs/decisions/0141).
 */
export function tierAdmission(tiers: readonly TierPlan[]): Manifest[] {
  return [
    ...policy("tier-of-a-namespace", tierOfNamespace(tiers)),
    ...policy("priority-of-a-tier", ownPriority(tiers)),
  ];
}

function policy(name: string, spec: object): Manifest[] {
  return [
    {
      apiVersion: API,
      kind: "ValidatingAdmissionPolicy",
      metadata: { name },
      spec: { failurePolicy: "Fail", ...spec },
    },
    {
      apiVersion: API,
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    },
  ];
}

const rule = (resources: string, operations: readonly string[]) => ({
  resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], operations, resources: [resources] }],
});

/**
 * A namespace without the label is in no tier. The program's own are checked by `plan`; a policy that lags behind the stack
 * file by a second (apiserver, policy/generic: refreshInterval) must not reject them.
 */
function tierOfNamespace(tiers: readonly TierPlan[]): object {
  const names = tiers.map(({ name }) => name);
  return {
    matchConstraints: rule("namespaces", ["CREATE", "UPDATE"]),
    matchConditions: [
      { name: "has-a-tier", expression: `has(object.metadata.labels) && '${TIER_LABEL}' in object.metadata.labels` },
      {
        name: "is-not-the-program-s",
        expression:
          "!('app.kubernetes.io/managed-by' in object.metadata.labels && object.metadata.labels['app.kubernetes.io/managed-by'] == 'pulumi')",
      },
    ],
    validations: [
      {
        expression: `object.metadata.labels['${TIER_LABEL}'] in [${names.map(celText).join(", ")}]`,
        messageExpression: `"label ${TIER_LABEL}: no such tier, got " + object.metadata.labels['${TIER_LABEL}'] + ", must be one of ${names.join(", ")}"`,
        reason: "Invalid",
      },
    ],
  };
}

/**
 * Other classes (Kubernetes' own, or somebody else's) are not judged. Match conditions are not given the namespace
 * (apiserver, webhook/matchconditions/matcher.go), so its tier is looked up by the rule itself.
 */
function ownPriority(tiers: readonly TierPlan[]): object {
  const classes = tiers.map(({ name }) => celText(priorityClassName(name)));
  const ofTiers = celMap(tiers.map(({ name }, index) => [name, classes[index] ?? ""]));
  const tier = `namespaceObject.metadata.labels['${TIER_LABEL}']`;
  const isInATier = `has(namespaceObject.metadata.labels) && '${TIER_LABEL}' in namespaceObject.metadata.labels && ${tier} in variables.classes`;
  return {
    matchConstraints: rule("pods", ["CREATE"]),
    matchConditions: [
      {
        name: "names-the-class-of-a-tier",
        expression: `has(object.spec.priorityClassName) && object.spec.priorityClassName in [${classes.join(", ")}]`,
      },
    ],
    variables: [
      { name: "classes", expression: ofTiers },
      { name: "own", expression: `${isInATier} ? variables.classes[${tier}] : object.spec.priorityClassName` },
    ],
    validations: [
      {
        expression: "object.spec.priorityClassName == variables.own",
        messageExpression:
          '"priorityClassName: the class of another tier, got " + object.spec.priorityClassName + ", must be " + variables.own + " in this namespace"',
        reason: "Forbidden",
      },
    ],
  };
}
