import type { ApiObject, MirroredCluster } from "../../real-kubernetes";
import { metaOf, must, type ApiClient } from "./api-client";
import { OF_THE_DISTRIBUTION } from "./kubelet/images";

/** What programs of the distributions ask for, by how their names end: what they request is nobody else's. */
const REQUESTS: Readonly<Record<string, { readonly cpu: string; readonly memory: string }>> = {
  coredns: { cpu: "100m", memory: "70Mi" },
  "metrics-server": { cpu: "100m", memory: "70Mi" },
  etcd: { cpu: "100m", memory: "100Mi" },
  "kube-apiserver": { cpu: "250m", memory: "0" },
  "kube-controller-manager": { cpu: "200m", memory: "0" },
  "kube-scheduler": { cpu: "100m", memory: "0" },
};

/** Of programs that the simulation has for its own drains, where nothing else runs. */
const OF_DRAINS = "default";

/**
 * What a distribution has of itself in the real API server: DaemonSets, Deployments, the kubelets' static pods, and who may do
 * an administrator's work.
 */
export class SystemObjects {
  private readonly api: Pick<ApiClient, "ask">;
  private readonly cluster: MirroredCluster;
  private readonly made = new Set<string>();

  constructor(api: Pick<ApiClient, "ask">, cluster: MirroredCluster) {
    this.api = api;
    this.cluster = cluster;
  }

  async make(): Promise<void> {
    const { daemons, deployments, staticPods } = this.cluster.workloads();
    for (const { namespace, app } of daemons) await this.once("daemonsets", namespace, daemonSet(app));
    for (const { namespace, app, replicas } of deployments)
      if (namespace !== OF_DRAINS) await this.once("deployments", namespace, deployment(app, replicas));
    for (const [name, { server, reports }] of this.cluster.nodes())
      if (server && reports) for (const app of staticPods) await this.mirror(name, app);
  }

  /** Before one of them asks. */
  async bindAdmins(): Promise<void> {
    const group = this.cluster.boundAdmins();
    if (group === undefined || this.made.has(group)) return;
    await must(this.api, ["POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", adminsBinding(group)], 409);
    this.made.add(group);
  }

  private async once(kind: string, namespace: string, object: ApiObject): Promise<void> {
    const key = `${kind}/${namespace}/${metaOf(object).name}`;
    if (this.made.has(key)) return;
    await this.namespace(namespace);
    await must(this.api, ["POST", `/apis/apps/v1/namespaces/${namespace}/${kind}`, object], 409);
    this.made.add(key);
  }

  private async namespace(name: string): Promise<void> {
    if (this.made.has(name)) return;
    const body = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    await must(this.api, ["POST", "/api/v1/namespaces", body], 409);
    this.made.add(name);
  }

  /** It goes with the Node object, which owns it, and comes with the next one of the name. */
  private async mirror(node: string, app: string): Promise<void> {
    const { metadata } = (await must(this.api, ["GET", `/api/v1/nodes/${node}`], 404)) as {
      metadata?: { uid?: string };
    };
    const key = `${node}/${app}/${metadata?.uid}`;
    if (metadata?.uid === undefined || this.made.has(key)) return;
    const pod = staticPod(app, node, metadata.uid);
    await must(this.api, ["POST", "/api/v1/namespaces/kube-system/pods", pod], 409);
    this.made.add(key);
  }
}

const adminsBinding = (group: string): ApiObject => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: group },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
  subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: group }],
});

const requestsOf = (app: string) =>
  Object.entries(REQUESTS).find(([name]) => app.endsWith(name))?.[1] ?? { cpu: "10m", memory: "16Mi" };

const container = (app: string): ApiObject => ({
  name: app,
  image: `${app}${OF_THE_DISTRIBUTION}`,
  imagePullPolicy: "IfNotPresent",
  resources: { requests: requestsOf(app) },
});

const workload = (kind: string, app: string, spec: object, pod: object): ApiObject => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name: app, labels: { app } },
  spec: {
    ...spec,
    selector: { matchLabels: { app } },
    template: { metadata: { labels: { app } }, spec: { containers: [container(app)], ...pod } },
  },
});

const daemonSet = (app: string): ApiObject =>
  workload(
    "DaemonSet",
    app,
    {},
    {
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      tolerations: [{ operator: "Exists" }],
    },
  );

const deployment = (app: string, replicas: number): ApiObject =>
  workload(
    "Deployment",
    app,
    { replicas },
    {
      priorityClassName: "system-cluster-critical",
      tolerations: [
        { key: "CriticalAddonsOnly", operator: "Exists" },
        { key: "node-role.kubernetes.io/control-plane", operator: "Exists", effect: "NoSchedule" },
        { key: "node-role.kubernetes.io/etcd", operator: "Exists", effect: "NoExecute" },
      ],
    },
  );

function staticPod(app: string, node: string, uid: string): ApiObject {
  const hash = Buffer.from(`${app}-${node}`).toString("hex").slice(0, 32);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${app}-${node}`,
      labels: { component: app, tier: "control-plane" },
      annotations: { "kubernetes.io/config.mirror": hash, "kubernetes.io/config.hash": hash },
      ownerReferences: [{ apiVersion: "v1", kind: "Node", name: node, uid, controller: true }],
    },
    spec: {
      nodeName: node,
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      tolerations: [{ operator: "Exists", effect: "NoExecute" }],
      containers: [container(app)],
    },
  };
}
