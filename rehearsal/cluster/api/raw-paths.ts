import type { Cluster } from "../cluster";
import { listObject, nodeObject } from "./objects";

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

/** What the API server answers at a path, for an administrator. */
export function rawAnswer(cluster: Cluster, path: string): RawAnswer {
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

function health(cluster: Cluster, route: string, verbose: boolean): RawAnswer {
  const [, endpoint = "", check] = route.split("/");
  const good = cluster.answers();
  // livez does not ask etcd for readiness; the others fail without it.
  if (good || (endpoint === "livez" && check !== "etcd"))
    return { status: 200, body: verbose ? `${lines(true)}${endpoint} check passed\n` : "ok" };
  return { status: 500, body: `${lines(false)}${endpoint} check failed\n` };
}

const lines = (etcd: boolean): string =>
  `[+]ping ok\n[+]log ok\n${etcd ? "[+]etcd ok\n[+]etcd-readiness ok\n" : "[-]etcd failed: reason withheld\n[-]etcd-readiness failed: reason withheld\n"}[+]informer-sync ok\n`;

export function versionObject(cluster: Cluster): Record<string, string> {
  const gitVersion = cluster.apiVersion();
  const [, minor = ""] = gitVersion.split(".");
  return { major: "1", minor, gitVersion, platform: "linux/amd64", goVersion: "go1.24.6 X:boringcrypto" };
}

export function statusText(code: number, reason: string, message: string): string {
  return JSON.stringify({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code });
}
