import type { Taint } from "../taints";
import { cpuMillisOf, mebibytesOf } from "./quantity";
import { isMap, valueAt, type Values } from "./values";

/** Where a chart is, and what it installs by default: names, counts and sizes from a rendering. */
export interface ChartFacts {
  readonly chart: string;
  readonly version: string;
  readonly appVersion: string;
  readonly repository: string;
  /** Repository and tag that they were read at. */
  readonly source: string;
  /** Known releases, the newest first: a cluster gets the first that supports its Kubernetes. */
  readonly releases: readonly ChartRelease[];
  /** Source of the Kubernetes ranges. */
  readonly compatibility: string;
  /** Top-level keys of its values; Helm silently ignores others. */
  readonly keys: readonly string[];
  readonly workloads: readonly WorkloadFacts[];
  /** Path of the value that installs its CRDs; absent if they always are. */
  readonly crdSwitch?: { readonly values: string; readonly byDefault: boolean };
  readonly crds: readonly CrdFacts[];
  readonly objects: readonly ObjectFacts[];
  /** Paths of the values that have its StorageClasses, one map or a list of them each, and who makes their volumes. */
  readonly storageClasses?: { readonly values: readonly string[]; readonly provisioner: string };
}

/** A release of a chart, and the minors of Kubernetes that it supports. */
export interface ChartRelease {
  readonly version: string;
  readonly oldest: number;
  /** Absent if none is documented. */
  readonly newest?: number;
}

/** The hook of a Job or an object, if it is not part of the release. */
export interface HookFacts {
  readonly events: readonly string[];
  readonly weight?: string;
  readonly deletePolicy?: string;
}

/** A level of Kubernetes' Pod Security Standards. */
export type PodSecurity = "privileged" | "baseline" | "restricted";

export interface WorkloadFacts {
  readonly kind: "Deployment" | "StatefulSet" | "DaemonSet" | "Job";
  readonly name: string;
  /** If it is not that of the release. */
  readonly namespace?: string;
  readonly replicas?: number;
  readonly hook?: HookFacts;
  /** The strictest level that its pods pass. */
  readonly podSecurity: PodSecurity;
  readonly tolerations?: readonly Toleration[];
  readonly priorityClassName?: string;
  readonly serviceAccountName?: string;
  /** Paths of the values for replicas, placement, and whether it is enabled. */
  readonly values?: { readonly replicas?: string; readonly tolerations?: string; readonly when?: string };
  readonly containers: readonly ContainerFacts[];
  /** The Deployment that makes it at run time; absent of what Helm makes and waits for. */
  readonly madeBy?: string;
  /** Labels of the nodes that it is for. */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** What a person has to do before its pods are ready. */
  readonly readyByHand?: string;
  /** Its pods are made side by side, of StatefulSets: none waits for the one before to be ready. */
  readonly atOnce?: true;
  /** A volume for each pod, of StatefulSets. */
  readonly claims?: readonly ClaimFacts[];
}

/** A volume that each pod of a StatefulSet asks for. */
export interface ClaimFacts {
  readonly name: string;
  readonly sizeGiB: number;
  /** Path of the map with its `storageClass`. */
  readonly values: string;
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: "Equal" | "Exists";
  readonly value?: string;
  readonly effect?: Taint["effect"];
}

export interface ContainerFacts {
  readonly name: string;
  readonly image: string;
  readonly cpuMillis?: number;
  readonly memoryMiB?: number;
  readonly memoryLimitMiB?: number;
  /** Which Helm keeps beside a user's other limits, unless they say null. */
  readonly cpuLimitMillis?: number;
  /** Path of its resources in the values. */
  readonly values?: string;
}

export interface CrdFacts {
  /** `<plural>.<group>`. */
  readonly name: string;
  readonly kind: string;
  readonly scope: string;
  readonly versions: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
  /** In the templates, rather than in the folder that Helm never upgrades. */
  readonly inTemplates?: boolean;
  /** Kept when the release is uninstalled. */
  readonly kept?: boolean;
}

export interface ObjectFacts {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly hook?: HookFacts;
  /** Ports of Services. */
  readonly ports?: readonly number[];
  readonly type?: string;
  /** Path of the value that has its annotations. */
  readonly values?: { readonly annotations: string };
  readonly [other: string]: unknown;
}

/** Only with these values. */
export function workloadsWith({ workloads }: ChartFacts, values: Values): WorkloadFacts[] {
  return workloads
    .filter(({ values: at }) => at?.when === undefined || valueAt(values, at.when) !== false)
    .map((workload) => withValues(workload, values));
}

function withValues(workload: WorkloadFacts, values: Values): WorkloadFacts {
  const { replicas, tolerations } = workload.values ?? {};
  const [count, tolerated] = [replicas, tolerations].map((path) => (path ? valueAt(values, path) : undefined));
  return {
    ...workload,
    ...(typeof count === "number" && { replicas: count }),
    ...(Array.isArray(tolerated) && { tolerations: tolerated as readonly Toleration[] }),
    containers: workload.containers.map((container) => withResources(container, values)),
  };
}

function withResources(container: ContainerFacts, values: Values): ContainerFacts {
  const given = container.values === undefined ? undefined : valueAt(values, container.values);
  if (given === undefined) return container;
  const { cpuLimitMillis, ...others } = container;
  const limited = cpuLimitMillis !== undefined && valueAt({ given }, "given.limits.cpu") !== null;
  return { ...others, ...(limited && { cpuLimitMillis }), ...resourcesOf(given) };
}

/** From `{ requests: { cpu, memory }, limits: { memory } }`; invalid quantities count as missing. */
function resourcesOf(given: unknown): Partial<ContainerFacts> {
  const [requests, limits] = ["requests", "limits"].map((key) => (isMap(given) ? given[key] : undefined));
  const found = {
    cpuMillis: cpuMillisOf(isMap(requests) ? requests["cpu"] : undefined),
    memoryMiB: mebibytesOf(isMap(requests) ? requests["memory"] : undefined),
    memoryLimitMiB: mebibytesOf(isMap(limits) ? limits["memory"] : undefined),
    cpuLimitMillis: cpuMillisOf(isMap(limits) ? limits["cpu"] : undefined),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
