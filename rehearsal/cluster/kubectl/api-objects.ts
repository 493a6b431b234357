import type { SimulatedCluster } from "../cluster";
import type { AddOnStatus } from "../cluster-behavior";
import type { KubeObject } from "../manifests";
import { KubectlError } from "./kubectl-error";

/** A kind of object besides nodes and pods. */
export interface ObjectKind {
  readonly kind: string;
  /** As the API names it, with its group. */
  readonly plural: string;
  readonly words: readonly string[];
  readonly namespaced: boolean;
  /** Exists only once this CustomResourceDefinition was applied. */
  readonly crd?: string;
}

const kinds: readonly ObjectKind[] = [
  { kind: "ConfigMap", plural: "configmaps", words: ["configmap", "cm"], namespaced: true },
  { kind: "DaemonSet", plural: "daemonsets.apps", words: ["daemonset", "daemonsets", "ds"], namespaced: true },
  { kind: "Deployment", plural: "deployments.apps", words: ["deployment", "deployments", "deploy"], namespaced: true },
  { kind: "Namespace", plural: "namespaces", words: ["namespace", "ns"], namespaced: false },
  { kind: "ServiceAccount", plural: "serviceaccounts", words: ["serviceaccount", "sa"], namespaced: true },
  {
    kind: "CustomResourceDefinition",
    plural: "customresourcedefinitions.apiextensions.k8s.io",
    words: ["crd", "crds", "customresourcedefinition", "customresourcedefinitions"],
    namespaced: false,
  },
  {
    kind: "Installation",
    plural: "installations.operator.tigera.io",
    words: ["installation", "installations"],
    namespaced: false,
    crd: "installations.operator.tigera.io",
  },
  {
    kind: "TigeraStatus",
    plural: "tigerastatuses.operator.tigera.io",
    words: ["tigerastatus", "tigerastatuses"],
    namespaced: false,
    crd: "tigerastatuses.operator.tigera.io",
  },
];

/** The kind a word of the command line means, if the server has it. */
export function objectKind(cluster: SimulatedCluster, word: string): ObjectKind | undefined {
  const found = kinds.find(({ plural, words }) => plural === word || words.includes(word));
  if (found?.crd !== undefined && !hasCrd(cluster, found.crd)) return undefined;
  return found;
}

export function hasCrd({ manifests }: SimulatedCluster, name: string): boolean {
  return manifests.find("CustomResourceDefinition", ({ metadata }) => metadata?.name === name) !== undefined;
}

/** Objects of a kind, with what controllers add to them. */
export function objectsOf(cluster: SimulatedCluster, { kind }: ObjectKind): readonly KubeObject[] {
  const kept = statuses(cluster).filter(({ object }) => object.kind === kind);
  return kept.length > 0 ? kept.map(({ object }) => object) : cluster.manifests.list(kind);
}

/** The one called so, or what kubectl says when there is none. */
export function theObject(cluster: SimulatedCluster, kind: ObjectKind, name: string, namespace: string): KubeObject {
  const found = objectsOf(cluster, kind).find(
    ({ metadata }) => metadata?.name === name && (!kind.namespaced || (metadata.namespace ?? "default") === namespace),
  );
  if (!found) throw new KubectlError(`Error from server (NotFound): ${kind.plural} "${name}" not found`);
  return found;
}

/** Whether a condition of an object holds now. */
export function holds(cluster: SimulatedCluster, object: KubeObject, condition: string): boolean {
  const wanted = condition.toLowerCase();
  if (object.kind === "CustomResourceDefinition") return wanted === "established" || wanted === "namesaccepted";
  const status = statuses(cluster).find((one) => isSame(one.object, object));
  if (status) return wanted === "available" ? status.available : wanted === "degraded" && !status.available;
  if (object.kind !== "Deployment" || wanted !== "available") return false;
  const pods = cluster.pods.all([...cluster.nodes.values()]).filter(({ app }) => app === object.metadata?.name);
  return pods.length > 0 && pods.every(({ node }) => node !== undefined);
}

/** What controllers say of their add-ons. */
function statuses(cluster: SimulatedCluster): readonly AddOnStatus[] {
  const nodes = [...cluster.nodes.values()];
  const networked = nodes.length > 0 && nodes.every((node) => cluster.networkProblem(node) === undefined);
  return cluster.distribution.statuses?.(cluster.manifests, networked) ?? [];
}

const isSame = (a: KubeObject, b: KubeObject) => a.kind === b.kind && a.metadata?.name === b.metadata?.name;
