import type { SimulatedCluster } from "../cluster";
import { listObject, nodeObject } from "./objects";
import { statusText } from "./status-text";

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** What the API server answers at a path, for an administrator. */
export function rawAnswer(cluster: SimulatedCluster, path: string): RawAnswer {
  const [route = "", query = ""] = path.split("?");
  if (/^\/(readyz|livez|healthz)(\/\w[\w-]*)?$/.test(route)) return health(cluster, route, query.includes("verbose"));
  if (!cluster.answers()) return { status: 504, body: statusText(504, "Timeout", "etcdserver: request timed out") };
  if (route === "/version") return { status: 200, body: JSON.stringify(versionObject(cluster)) };
  if (route === "/api/v1/nodes") {
    const nodes = [...cluster.nodes.values()].sort((a, b) => a.name.localeCompare(b.name));
    return {
      status: 200,
      body: JSON.stringify(
        listObject(
          nodes.map((node) => nodeObject(cluster, node)),
          "NodeList",
        ),
      ),
    };
  }
  const name = /^\/api\/v1\/nodes\/([\w.-]+)$/.exec(route)?.[1];
  const node = name === undefined ? undefined : cluster.nodes.get(name);
  if (node) return { status: 200, body: JSON.stringify(nodeObject(cluster, node)) };
  const what = name === undefined ? "the server could not find the requested resource" : `nodes "${name}" not found`;
  return { status: 404, body: statusText(404, "NotFound", what) };
}

function health(cluster: SimulatedCluster, route: string, verbose: boolean): RawAnswer {
  const [, endpoint = "", only] = route.split("/");
  const failing = cluster.answers() ? [] : ["etcd", "etcd-readiness"];
  const checks = checksOf(endpoint).filter((check) => only === undefined || check === only);
  const failed = checks.some((check) => failing.includes(check));
  if (!failed && !verbose) return { status: 200, body: "ok" };
  const lines = checks.map((check) =>
    failing.includes(check) ? `[-]${check} failed: reason withheld\n` : `[+]${check} ok\n`,
  );
  return { status: failed ? 500 : 200, body: `${lines.join("")}${endpoint} check ${failed ? "failed" : "passed"}\n` };
}

/** What is checked, as kube-apiserver 1.34.2 lists it. Without a majority of etcd it is neither ready nor alive. */
function checksOf(endpoint: string): readonly string[] {
  const ready = endpoint === "readyz";
  return [
    "ping",
    "log",
    "etcd",
    ...(ready ? ["etcd-readiness", "informer-sync"] : []),
    ...hooks.flatMap((hook) =>
      hook === "kube-apiserver-autoregistration"
        ? [`poststarthook/${hook}`, "autoregister-completion"]
        : [`poststarthook/${hook}`],
    ),
    ...(ready ? ["shutdown"] : []),
  ];
}

const hooks = [
  "start-apiserver-admission-initializer",
  "generic-apiserver-start-informers",
  "priority-and-fairness-config-consumer",
  "priority-and-fairness-filter",
  "storage-object-count-tracker-hook",
  "start-apiextensions-informers",
  "start-apiextensions-controllers",
  "crd-informer-synced",
  "start-system-namespaces-controller",
  "start-cluster-authentication-info-controller",
  "start-kube-apiserver-identity-lease-controller",
  "start-kube-apiserver-identity-lease-garbage-collector",
  "start-legacy-token-tracking-controller",
  "start-service-ip-repair-controllers",
  "rbac/bootstrap-roles",
  "scheduling/bootstrap-system-priority-classes",
  "priority-and-fairness-config-producer",
  "bootstrap-controller",
  "start-kubernetes-service-cidr-controller",
  "aggregator-reload-proxy-client-cert",
  "start-kube-aggregator-informers",
  "apiservice-status-local-available-controller",
  "apiservice-status-remote-available-controller",
  "apiservice-registration-controller",
  "apiservice-discovery-controller",
  "kube-apiserver-autoregistration",
  "apiservice-openapi-controller",
  "apiservice-openapiv3-controller",
];

export function versionObject(cluster: SimulatedCluster): Record<string, string> {
  const gitVersion = cluster.apiVersion();
  const [, minor = ""] = gitVersion.split(".");
  return { major: "1", minor, gitVersion, platform: "linux/amd64", goVersion: "go1.24.6 X:boringcrypto" };
}
