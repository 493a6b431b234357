import { stringify } from "yaml";
import type {
  ChartFacts,
  ClaimFacts,
  ContainerFacts,
  CrdFacts,
  HookFacts,
  ObjectFacts,
  PodSecurity,
  WorkloadFacts,
} from "../../model/platform/chart-facts";
import { cpuQuantity, memoryQuantity } from "../../model/platform/quantity";
import { TAKES_ANYTHING } from "../../stack/charts/chart";
import { template, valueOf } from "./template";

/** Label of what an operator makes at run time: the Deployment that does. */
export const MADE_BY = "rehearsal/made-by";

const BY_HAND = "rehearsal/by-hand";

/**
 * A chart that installs what the facts say of the real one, under its names and with the values that decide its sizes: what
 * the API server, the scheduler and Helm see of it. Its programs do nothing, its webhooks and aggregated APIs are left out,
 * as nobody would answer there.
 */
export function standInChart(facts: ChartFacts): Record<string, string> {
  const { chart, version, appVersion } = facts;
  const about = {
    apiVersion: "v2",
    name: chart,
    version,
    appVersion,
    description: "A stand-in for rehearsals.",
    annotations: { [TAKES_ANYTHING]: "true" },
  };
  const inFolder = facts.crds.filter(({ inTemplates }) => !inTemplates);
  const files = {
    "Chart.yaml": stringify(about),
    "values.yaml": stringify(defaultValues(facts)),
    "templates/objects.yaml": documents(facts.objects.map((object) => template(objectOf(object)))),
    "templates/workloads.yaml": documents(facts.workloads.filter(({ madeBy }) => !madeBy).map(workloadTemplate)),
    "templates/made-later.yaml": madeLater(facts.workloads),
    "templates/definitions.yaml": definitions(facts),
    "templates/classes.yaml": storageClasses(facts),
    ...Object.fromEntries(inFolder.map((crd) => [`crds/${crd.name}.yaml`, JSON.stringify(definitionOf(crd))])),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${chart}/${name}`, text]));
}

const documents = (texts: readonly string[]): string => texts.map((text) => `---\n${text}\n`).join("");

function definitions({ crds, crdSwitch }: ChartFacts): string {
  const text = documents(crds.filter(({ inTemplates }) => inTemplates).map((crd) => template(definitionOf(crd))));
  return crdSwitch === undefined ? text : `{{- if ${valueOf(crdSwitch.values)} }}\n${text}{{- end }}\n`;
}

/** What operators make at run time, where the simulation finds it (cluster/real/operators.ts). */
function madeLater(workloads: readonly WorkloadFacts[]): string {
  const ofOperators = workloads.filter(({ madeBy }) => madeBy !== undefined);
  return ofOperators.map((workload) => inSwitch(workload, madeLaterMap(workload))).join("");
}

/** The object is worked out by Helm as text within text. */
function madeLaterMap(workload: WorkloadFacts): string {
  const about = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      ...metadata({ name: `made-later-${workload.name}` }, undefined),
      labels: { [MADE_BY]: workload.madeBy },
    },
  };
  return `---\n${template(about).replace(/\}$/, "")}, "data": { "object": {{ ${quotedTemplate(workloadOf(workload))} }} } }\n`;
}

/** An expression that is the object as JSON, as a quoted word. */
function quotedTemplate(object: unknown): string {
  const parts = template(object).split(/\{\{ (.*?) \}\}/);
  const words = parts.map((part, index) => (index % 2 === 0 ? quoted(part) : `(${part} | toString)`));
  return `print ${words.join(" ")} | toJson`;
}

/** As Go writes it, without braces, which end an action. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll("{", "\\u007b").replaceAll("}", "\\u007d");

/** One map, or a list of them; what is said of a class in either is the chart's own names for it. */
function storageClasses({ storageClasses: classes }: ChartFacts): string {
  if (classes === undefined) return "";
  return classes.values.map((path) => classesAt(path, classes.provisioner)).join("");
}

function classesAt(path: string, provisioner: string): string {
  const all = valueOf(path);
  const parameters = `merge (default dict .parameters) (ternary (dict "storage" .storage) dict (hasKey . "storage"))`;
  const object = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name: { $template: ".name | toJson" },
      annotations: { $template: "default dict .annotations | toJson" },
    },
    provisioner,
    reclaimPolicy: { $template: 'default "Delete" .reclaimPolicy | toJson' },
    volumeBindingMode: { $template: `default ${JSON.stringify(bindingMode(provisioner))} .volumeBindingMode | toJson` },
    parameters: { $template: `${parameters} | toJson` },
  };
  const isWanted = 'and .name (ne (toString .create) "false")';
  return `{{- range (ternary (list ${all}) ${all} (kindIs "map" ${all})) }}\n{{- if ${isWanted} }}\n---\n${template(object)}\n{{- end }}\n{{- end }}\n`;
}

/** Disks of a VM are made where the scheduler has put the pod. */
const bindingMode = (provisioner: string): string =>
  provisioner === "csi.proxmox.sinextra.dev" ? "WaitForFirstConsumer" : "Immediate";

/** What the real chart has at the paths that the stand-in reads. */
function defaultValues({
  workloads,
  objects,
  crdSwitch,
  storageClasses: classes,
}: ChartFacts): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const object of objects) if (object.values) put(values, object.values.annotations, {});
  for (const path of classes?.values ?? []) put(values, path, []);
  if (crdSwitch) put(values, crdSwitch.values, crdSwitch.byDefault);
  for (const { values: at, replicas, tolerations, containers } of workloads) {
    if (at?.when) put(values, at.when, true);
    if (at?.replicas) put(values, at.replicas, replicas ?? 1);
    if (at?.tolerations) put(values, at.tolerations, tolerations ?? []);
    for (const container of containers) if (container.values) put(values, container.values, resourcesOf(container));
  }
  return values;
}

function put(values: Record<string, unknown>, path: string, value: unknown): void {
  const [key = "", ...rest] = path.split(".");
  if (rest.length === 0) values[key] = value;
  else put((values[key] ??= {}) as Record<string, unknown>, rest.join("."), value);
}

const workloadTemplate = (workload: WorkloadFacts): string => inSwitch(workload, template(workloadOf(workload)));

function inSwitch({ values }: WorkloadFacts, text: string): string {
  const when = values?.when;
  return when === undefined ? text : `{{- if ${valueOf(when)} }}\n${text}\n{{- end }}\n`;
}

function workloadOf(workload: WorkloadFacts) {
  const { kind, name, replicas, values, hook } = workload;
  const labels = { "app.kubernetes.io/name": name };
  const pods = { metadata: { labels }, spec: podSpec(workload) };
  const count = values?.replicas ? { $template: `${valueOf(values.replicas)} | int` } : replicas;
  const batch = kind === "Job";
  return {
    apiVersion: batch ? "batch/v1" : "apps/v1",
    kind,
    metadata: metadata(workload, hook),
    spec: {
      ...(batch ? { backoffLimit: 1 } : { selector: { matchLabels: labels } }),
      ...(!batch && kind !== "DaemonSet" && { replicas: count }),
      ...(kind === "StatefulSet" && { serviceName: name }),
      ...(workload.atOnce && { podManagementPolicy: "Parallel" }),
      ...(workload.claims && { volumeClaimTemplates: workload.claims.map(claimOf) }),
      template: pods,
    },
  };
}

const claimOf = ({ name, sizeGiB }: ClaimFacts) => ({
  metadata: { name },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${sizeGiB}Gi` } } },
});

function podSpec({
  kind,
  values,
  tolerations,
  priorityClassName,
  serviceAccountName,
  podSecurity,
  ...workload
}: WorkloadFacts) {
  return {
    ...(kind === "Job" && { restartPolicy: "Never" }),
    ...(serviceAccountName && { serviceAccountName }),
    ...(priorityClassName && { priorityClassName }),
    ...(workload.nodeSelector && { nodeSelector: workload.nodeSelector }),
    // Nobody sets this condition: what waits for a person is never ready.
    ...(workload.readyByHand !== undefined && { readinessGates: [{ conditionType: BY_HAND }] }),
    tolerations: values?.tolerations ? { $template: `${valueOf(values.tolerations)} | toJson` } : (tolerations ?? []),
    securityContext:
      podSecurity === "restricted" ? { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } } : {},
    containers: workload.containers.map((container) => ({
      name: container.name,
      image: container.image,
      resources: container.values ? { $template: `${valueOf(container.values)} | toJson` } : resourcesOf(container),
      securityContext: SECURITY_CONTEXTS[podSecurity],
    })),
  };
}

/** What the strictest level that they pass asks of containers. */
const SECURITY_CONTEXTS: Readonly<Record<PodSecurity, object>> = {
  privileged: { privileged: true },
  baseline: {},
  restricted: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};

function resourcesOf({ cpuMillis, memoryMiB, memoryLimitMiB, cpuLimitMillis }: ContainerFacts) {
  const requests = {
    ...(cpuMillis !== undefined && { cpu: cpuQuantity(cpuMillis) }),
    ...(memoryMiB !== undefined && { memory: memoryQuantity(memoryMiB) }),
  };
  const limits = {
    ...(memoryLimitMiB !== undefined && { memory: memoryQuantity(memoryLimitMiB) }),
    ...(cpuLimitMillis !== undefined && { cpu: cpuQuantity(cpuLimitMillis) }),
  };
  return { requests, ...(Object.keys(limits).length > 0 && { limits }) };
}

/** RBAC's rules are left out: nobody asks the API in the name of a stand-in. */
function objectOf({ apiVersion, kind, name, namespace, hook, ports, type, values, ...own }: ObjectFacts) {
  const services = {
    spec: { ...(type && { type }), ports: (ports ?? []).map((port) => ({ name: `p${port}`, port })) },
  };
  return {
    apiVersion,
    kind,
    metadata: {
      ...metadata({ name, ...(namespace && { namespace }) }, hook, CLUSTER_WIDE.has(kind)),
      ...(values && { annotations: { $template: `${valueOf(values.annotations)} | toJson` } }),
    },
    ...(kind === "Service" && services),
    ...(kind === "ClusterRole" && { rules: [] }),
    ...own,
  };
}

const CLUSTER_WIDE = new Set(["ClusterRole", "IngressClass", "CSIDriver", "StorageClass", "GpuDevicePlugin"]);

function metadata(
  { name, namespace }: { readonly name: string; readonly namespace?: string },
  hook: HookFacts | undefined,
  clusterWide = false,
) {
  const own = namespace ?? { $template: ".Release.Namespace | toJson" };
  return { name, ...(!clusterWide && { namespace: own }), ...(hook && { annotations: hookAnnotations(hook) }) };
}

function hookAnnotations({ events, weight, deletePolicy }: HookFacts) {
  return {
    "helm.sh/hook": events.join(","),
    ...(weight !== undefined && { "helm.sh/hook-weight": weight }),
    ...(deletePolicy !== undefined && { "helm.sh/hook-delete-policy": deletePolicy }),
  };
}

/** The API server takes definitions of Kubernetes' own groups only with a word on who approved them. */
function definitionAnnotations(group: string, kept = false): Record<string, string> {
  const isProtected = /(^|\.)(k8s|kubernetes)\.io$/.test(group);
  return {
    ...(kept && { "helm.sh/resource-policy": "keep" }),
    ...(isProtected && { "api-approved.kubernetes.io": "unapproved, a stand-in of rehearsals" }),
  };
}

/** The schema lets everything through: what an object of it may say is the real chart's to know. */
function definitionOf({ name, kind, scope, versions, kept }: CrdFacts) {
  const [plural = "", ...group] = name.split(".");
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name, annotations: definitionAnnotations(group.join("."), kept) },
    spec: {
      group: group.join("."),
      scope,
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: versions.map((version) => ({ ...version, schema })),
    },
  };
}
