import type { ApiObject } from "../../real-kubernetes";
import type { SimulatedCluster } from "../cluster";
import type { Pod } from "../pods";
import { mayBeEvicted, VIOLATION } from "./disruption-budget";

/** Pods as the cluster's API has them. */
export interface ServedPods {
  all(): Promise<readonly Pod[]>;
  /** Asks the eviction API; hands back why a pod has to stay. */
  evict(pod: Pod): Promise<string | undefined>;
  /** Deletes it without asking any budget. */
  remove(pod: Pod): Promise<void>;
  isGone(pod: Pod): Promise<boolean>;
}

/** Those of the real API server where one stands behind the cluster, else the simulation's own. */
export function servedPods(cluster: SimulatedCluster): ServedPods {
  return cluster.context.realApi ? realPods(cluster) : simulatedPods(cluster);
}

function simulatedPods(cluster: SimulatedCluster): ServedPods {
  const nodes = () => [...cluster.nodes.values()];
  const evict = (pod: Pod): void => cluster.pods.evict(pod.name, nodes());
  return {
    all: () => Promise.resolve(cluster.pods.all(nodes())),
    evict: (pod) => {
      if (!mayBeEvicted(cluster, pod)) return Promise.resolve(VIOLATION);
      evict(pod);
      return Promise.resolve(undefined);
    },
    remove: (pod) => Promise.resolve(evict(pod)),
    // They end at once where the kubelet lives, and never where it does not.
    isGone: ({ node }) => Promise.resolve(cluster.nodes.get(node ?? "")?.silentSince === undefined),
  };
}

interface PodObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly kind: string; readonly controller?: boolean }[];
  };
  readonly spec: { readonly nodeName?: string; readonly volumes?: readonly { readonly emptyDir?: object }[] };
  readonly status: { readonly phase: string };
}

function realPods(cluster: SimulatedCluster): ServedPods {
  const ask = async (method: string, path: string, body?: ApiObject) => {
    const { realApi } = cluster.context;
    if (!realApi) throw new Error("no real API server");
    return realApi.ask(cluster.id, method, path, body);
  };
  const pathOf = ({ namespace, name }: Pod): string => `/api/v1/namespaces/${namespace}/pods/${name}`;
  return {
    all: async () => {
      const { body } = await ask("GET", "/api/v1/pods");
      return (body as { items: readonly PodObject[] }).items.map(podOf);
    },
    evict: async (pod) => {
      const { name, namespace } = pod;
      const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
      const { status, body } = await ask("POST", `${pathOf(pod)}/eviction`, eviction);
      return status === 429 ? (body as { message: string }).message : undefined;
    },
    remove: async (pod) => void (await ask("DELETE", pathOf(pod))),
    isGone: async (pod) => {
      const { status, body } = await ask("GET", pathOf(pod));
      return status === 404 || (body as PodObject).metadata.uid !== pod.uid;
    },
  };
}

function podOf({ metadata, spec, status }: PodObject): Pod {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true)?.kind;
  const isOver = status.phase === "Succeeded" || status.phase === "Failed";
  const isStatic = metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined;
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    app: metadata.labels?.["app"] ?? metadata.name,
    owner: isStatic ? "Node" : owner === "DaemonSet" ? owner : owner === undefined && !isOver ? "nobody" : "Deployment",
    emptyDir: !isOver && (spec.volumes ?? []).some(({ emptyDir }) => emptyDir !== undefined),
    node: spec.nodeName,
  };
}
