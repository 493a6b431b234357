import { isReady } from "../../../../cluster/conditions";
import type { SimulatedCluster } from "../../../../cluster/cluster";
import { talosOf } from "../talos";
import { check, SKIP, type Check, type ClusterView } from "./check";

/** What is asked of Kubernetes; with a network that Talos does not bring, nobody asks whether nodes are Ready. */
export function kubernetesChecks(view: ClusterView): readonly Check[] {
  const ask = (holds: (cluster: SimulatedCluster) => string | undefined) => () => {
    const cluster = view.cluster();
    return Promise.resolve(cluster ? holds(cluster) : "etcdserver: request timed out");
  };
  const unlessCni = (holds: (cluster: SimulatedCluster) => string | undefined) =>
    ask((cluster) =>
      talosOf(cluster)?.firstControlPlane.text("cluster.network.cni.name") === "none" ? SKIP : holds(cluster),
    );
  return [
    check(
      "all k8s nodes to report",
      ask((cluster) => allReported(cluster, view)),
      30,
    ),
    check(
      "all control plane static pods to be running",
      ask((cluster) => staticPods(cluster, view)),
    ),
    check(
      "all control plane components to be ready",
      ask((cluster) => staticPods(cluster, view)),
    ),
    check("all k8s nodes to report ready", unlessCni(notReady)),
    check(
      "kube-proxy to report ready",
      ask((cluster) =>
        talosOf(cluster)?.firstControlPlane.flag("cluster.proxy.disabled") === true ? SKIP : undefined,
      ),
    ),
    check("coredns to report ready", unlessCni(notReady)),
    check("all k8s nodes to report schedulable", ask(notSchedulable)),
  ];
}

function allReported(cluster: SimulatedCluster, view: ClusterView): string | undefined {
  const expected = [...view.controlPlanes, ...view.workers].sort();
  const actual = [...cluster.nodes.values()].map(({ address }) => address).sort();
  if (expected.join() === actual.join()) return undefined;
  const list = (each: readonly string[]): string => `[${each.map((address) => `"${address}"`).join(" ")}]`;
  return `can't find expected node with IPs ${list(expected.filter((address) => !actual.includes(address)))}`;
}

function staticPods(cluster: SimulatedCluster, view: ClusterView): string | undefined {
  const serving = [...cluster.servers.values()].flatMap((server) => (server.serves() ? [server.member.address] : []));
  const missing = view.controlPlanes.find((address) => !serving.includes(address));
  return missing === undefined
    ? undefined
    : `missing static pods on node ${missing}: [kube-system/kube-apiserver kube-system/kube-controller-manager kube-system/kube-scheduler]`;
}

function notReady(cluster: SimulatedCluster): string | undefined {
  const names = [...cluster.nodes.values()].filter((node) => !isReady(cluster, node)).map(({ name }) => name);
  return names.length === 0 ? undefined : `some nodes are not ready: [${names.join(" ")}]`;
}

function notSchedulable(cluster: SimulatedCluster): string | undefined {
  const names = [...cluster.nodes.values()].filter(({ unschedulable }) => unschedulable).map(({ name }) => name);
  return names.length === 0 ? undefined : `some nodes are not schedulable: [${names.join(" ")}]`;
}
