import { DEFAULT_TIERS } from "../platform/default-tiers";
import {
  chartName,
  chartRepository,
  chartValues,
  chartVersion,
  dnsLabel,
  listOf,
  mapOf,
  matching,
  oneOf,
  releaseName,
  section,
  sha256,
  wholeNumber,
  yesOrNo,
} from "./scalars";

const tierName = () =>
  matching(
    /^\d-[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/,
    "must be a digit, which is its rank, a hyphen and a name of lower-case letters, digits and hyphens",
    "write it as 4-aux",
    "4-aux",
    (n) => `${n % 10}-zq${String(n).padStart(6, "0")}`,
  );

/** For a container or a namespace; a node with two cores has 2000. */
const cpuMillis = (most: number) => wholeNumber(1, most, "thousandths of a vCPU");
const memoryMiB = (most: number) => wholeNumber(1, most, "MiB");
const podSecurity = () => oneOf(["privileged", "baseline", "restricted"]);
const CONTAINER_CPU = 1_000_000;
const MEMORY = 16_777_216;

const tier = section({
  priority: wholeNumber(1, 1_000_000_000, "value of a PriorityClass").describe(
    "REQUIRED: value of the PriorityClass; higher than those of the tiers below it.",
  ),
  preempts: yesOrNo()
    .default(true)
    .describe("OPTIONAL, default true: its pods may push out those of tiers below when nodes are full."),
  gpu: yesOrNo()
    .default(false)
    .describe("OPTIONAL, default false: its namespaces may ask for NVIDIA GPUs; those of other tiers may not."),
  podSecurity: podSecurity()
    .default("baseline")
    .describe("OPTIONAL, default baseline: the Pod Security level that its namespaces enforce."),
  container: section({
    cpuMillis: cpuMillis(CONTAINER_CPU).describe(
      "REQUIRED: CPU that a container asks for if it does not say; 1000 is one vCPU. There are no CPU limits.",
    ),
    memoryMiB: memoryMiB(MEMORY).describe("REQUIRED: memory that a container asks for if it does not say, in MiB."),
    memoryLimitMiB: memoryMiB(MEMORY)
      .optional()
      .describe("OPTIONAL, default memoryMiB: memory it is limited to if it does not say; the same is guaranteed."),
    maxMemoryMiB: memoryMiB(MEMORY).describe("REQUIRED: largest memory limit that a container may have, in MiB."),
  }).describe("REQUIRED: LimitRange of its namespaces."),
  quota: section({
    cpuMillis: cpuMillis(1000 * CONTAINER_CPU).describe("REQUIRED: CPU that the pods of a namespace may ask for."),
    memoryMiB: memoryMiB(1024 * MEMORY).describe("REQUIRED: memory that the pods of a namespace may ask for, in MiB."),
    memoryLimitMiB: memoryMiB(1024 * MEMORY).describe("REQUIRED: sum of the memory limits in a namespace, in MiB."),
    pods: wholeNumber(1, 100_000, "pods").describe("REQUIRED: pods in a namespace."),
  }).describe("REQUIRED: ResourceQuota of its namespaces, each for itself."),
});

const addOn = section({
  chart: chartName().optional().describe("REQUIRED outside the catalogue: name of the chart in its repository."),
  repository: chartRepository()
    .optional()
    .describe("REQUIRED outside the catalogue without chartMirror: where the chart is; this is asked and no mirror."),
  version: chartVersion()
    .optional()
    .describe("REQUIRED outside the catalogue: exact release of the chart; else the newest that fits Kubernetes."),
  sha256: sha256()
    .optional()
    .describe("OPTIONAL, default none: SHA-256 of the chart's package; another one is refused."),
  namespace: dnsLabel("a namespace")
    .optional()
    .describe("OPTIONAL, default the catalogue's, or the add-on's name: its namespace, which is made."),
  tier: tierName()
    .optional()
    .describe("REQUIRED outside the catalogue unless platform.namespaces has it: tier of its namespace."),
  podSecurity: podSecurity()
    .optional()
    .describe("OPTIONAL, default the catalogue's, or the tier's: mildest Pod Security level that its pods need."),
  needs: listOf(releaseName(), "names of add-ons")
    .default([])
    .describe("OPTIONAL, default none: add-ons that are installed before it, besides those that the catalogue knows."),
  timeoutSeconds: wholeNumber(30, 3600, "seconds")
    .optional()
    .describe("OPTIONAL, default the catalogue's, or 600: how long it may take to be ready, in seconds."),
  values: chartValues()
    .default({})
    .describe("OPTIONAL, default none: values of the chart, over those of the catalogue; no secrets."),
});

const manifests = section({
  needs: listOf(releaseName(), "names of add-ons")
    .default([])
    .describe("OPTIONAL, default none: add-ons that are ready before the objects are made."),
  objects: listOf(chartValues(), "objects of the API").describe(
    "REQUIRED: objects with apiVersion, kind and metadata, as kubectl applies them; no Secrets.",
  ),
});

/** What the program creates on the cluster. */
export const platformSchema = section({
  tiers: mapOf(tierName(), tier, "tier name: { priority, container, quota }")
    .prefault(DEFAULT_TIERS)
    .describe("OPTIONAL, default the five of docs/tasks/tiers.md: how important namespaces are; 0 is the most."),
  namespaces: mapOf(dnsLabel("a namespace"), tierName(), "namespace: tier")
    .default({})
    .describe("OPTIONAL, default none: namespaces that are made, by name, each with its tier, e.g. immich: 4-aux."),
  addons: mapOf(releaseName(), addOn, "add-on: { values }")
    .default({})
    .describe("OPTIONAL, default none: Helm charts that are installed, by name; the catalogue's need no more than {}."),
  chartMirror: chartRepository()
    .optional()
    .describe("OPTIONAL, default none: where all charts are that name no repository, e.g. oci://registry.lan/charts."),
  manifests: mapOf(releaseName(), manifests, "name: { objects }")
    .default({})
    .describe("OPTIONAL, default none: objects that are made as they are written, by a name for each set."),
});
