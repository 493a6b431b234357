import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { ManualClock } from "pve-simulator";
import { ApiBehind } from "../../../../rehearsal/cluster/real/api-behind";
import { metaOf } from "../../../../rehearsal/cluster/real/api-client";
import type { EgressProxy } from "../../../../rehearsal/cluster/real/egress-proxy";
import { SimulationLog } from "../../../../rehearsal/events";
import type { ApiObject, MirroredCluster } from "../../../../rehearsal/real-kubernetes";

const NODES = "/api/v1/nodes";

/** Keeps nodes, and writes down what was written; `refuses` is a path that it does not take. */
function planeThat({ refuses = "" } = {}) {
  const written: string[] = [];
  const forwarded: { user: string; groups: readonly string[] }[] = [];
  const kept = new Map<string, ApiObject>();
  let emptied = 0;
  return {
    written,
    forwarded,
    kept,
    emptied: () => emptied,
    egress: {} as EgressProxy,
    ready: () => Promise.resolve(),
    empty: () => void (emptied++, kept.clear()),
    watch: () => undefined,
    forward: (_asked: unknown, _response: unknown, user: (typeof forwarded)[number]) => void forwarded.push(user),
    ask: (method: string, path: string, body?: unknown) => {
      if (method === "GET") return Promise.resolve({ status: 200, body: { items: [...kept.values()] } });
      written.push(`${method} ${path}`);
      const [name = ""] = path.slice(NODES.length + 1).split("/");
      if (method === "POST") kept.set(metaOf(body as ApiObject).name, body as ApiObject);
      if (method === "PATCH") kept.set(name, patched(kept.get(name) ?? {}, body as ApiObject));
      if (method === "DELETE") kept.delete(name);
      return Promise.resolve(path === refuses ? { status: 422, body: "no" } : { status: 200, body: {} });
    },
  };
}

/** RFC 7396. */
function patched(target: unknown, patch: ApiObject): ApiObject {
  const merged: Record<string, unknown> = { ...(target as ApiObject) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = isObject(value) ? patched(merged[key] ?? {}, value) : value;
  }
  return merged;
}

const isObject = (value: unknown): value is ApiObject => typeof value === "object" && !Array.isArray(value);

interface Node {
  labels?: Record<string, string>;
  unschedulable?: boolean;
}

/** A cluster with these nodes, which a test changes. */
function clusterOf(id: string, nodes: Record<string, Node>): MirroredCluster {
  const objectOf = (name: string, { labels = {}, unschedulable }: Node): ApiObject => ({
    kind: "Node",
    metadata: { name, uid: "u", creationTimestamp: "t", labels, annotations: {} },
    spec: { ...(unschedulable && { unschedulable }) },
    status: {},
  });
  const mirrored = (name: string, node: Node) =>
    [name, { object: objectOf(name, node), machine: name, reports: true, server: false, address: "10.0.0.1" }] as const;
  return {
    id,
    answers: () => false,
    workloads: () => ({ daemons: [], staticPods: [], deployments: [] }),
    boundAdmins: () => undefined,
    nodes: () => new Map(Object.entries(nodes).map(([name, node]) => mirrored(name, node))),
    edited: (name, edit) => void Object.assign(nodes[name] ?? {}, edit),
    deleted: (name) => void delete nodes[name],
  };
}

function behind(plane: ReturnType<typeof planeThat>): ApiBehind {
  const registries = { unreachable: () => undefined, lacks: () => false };
  const clock = new ManualClock();
  const events = new SimulationLog(() => 0);
  return new ApiBehind(plane, { clock, events, secondMs: 1, pullMs: 1, registries, played: () => undefined });
}

const admin = { user: "system:admin", groups: ["system:masters"] };

class Response extends EventEmitter {
  status = 0;
  said = "";
  writeHead = (status: number) => void (this.status = status);
  end = (said: string) => void (this.said = said);
}

async function answer(api: ApiBehind, cluster: string) {
  const response = new Response();
  await api.answer(cluster, admin, {} as IncomingMessage, response as unknown as ServerResponse);
  return response;
}

describe("the real API server behind the simulated ones", () => {
  it("knows every node with its state before it answers", async () => {
    const plane = planeThat();
    const api = behind(plane);
    api.serve(clusterOf("a", { "server-1": {} }));
    await answer(api, "a");
    expect(plane.written).toEqual([
      "POST /api/v1/nodes",
      "PATCH /api/v1/nodes/server-1",
      "PATCH /api/v1/nodes/server-1/status",
    ]);
    expect(plane.forwarded).toEqual([admin]);
  });

  it("has kubeadm's administrators' group bound, after init, before it answers one of them", async () => {
    const plane = planeThat();
    const api = behind(plane);
    const bound: string[] = [];
    api.serve({ ...clusterOf("a", {}), boundAdmins: () => bound[0] });
    await answer(api, "a");
    expect(plane.written).toEqual([]);
    bound.push("kubeadm:cluster-admins");
    await answer(api, "a");
    await answer(api, "a");
    expect(plane.written).toEqual(["POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings"]);
  });

  it("gets no update twice, the current state of a changed node, and the deletion of a removed one", async () => {
    const plane = planeThat();
    const api = behind(plane);
    const nodes: Record<string, Node> = { "server-1": {}, "worker-1": {} };
    api.serve(clusterOf("a", nodes));
    await answer(api, "a");
    plane.written.length = 0;
    await answer(api, "a");
    expect(plane.written).toEqual([]);
    nodes["server-1"] = { labels: { zone: "b" } };
    delete nodes["worker-1"];
    await answer(api, "a");
    expect(plane.written).toEqual([
      "DELETE /api/v1/nodes/worker-1",
      "PATCH /api/v1/nodes/server-1",
      "PATCH /api/v1/nodes/server-1/status",
    ]);
    expect(metaOf(plane.kept.get("server-1") ?? {}).labels).toEqual({ zone: "b" });
  });

  it("passes others' changes of a node to the simulation, and reverts none of them", async () => {
    const plane = planeThat();
    const api = behind(plane);
    const nodes: Record<string, Node> = { "server-1": { labels: { own: "1" } }, "worker-1": {} };
    api.serve(clusterOf("a", nodes));
    await answer(api, "a");
    const there = plane.kept.get("server-1") ?? {};
    plane.kept.set(
      "server-1",
      patched(there, { metadata: { labels: { theirs: "2" } }, spec: { unschedulable: true } }),
    );
    plane.kept.delete("worker-1");
    nodes["server-1"] = { labels: { own: "3" } };
    await answer(api, "a");
    expect(nodes).toMatchObject({ "server-1": { labels: { own: "3", theirs: "2" }, unschedulable: true } });
    expect(Object.keys(nodes)).toEqual(["server-1"]);
    expect(plane.kept.get("server-1")).toMatchObject({
      metadata: { labels: { own: "3", theirs: "2" } },
      spec: { unschedulable: true },
    });
  });

  it("starts empty when a cluster is initialized again", async () => {
    const plane = planeThat();
    const api = behind(plane);
    api.serve(clusterOf("a", { "server-1": {} }));
    await answer(api, "a");
    expect(plane.emptied()).toBe(0);
    plane.written.length = 0;
    api.serve(clusterOf("b", { "server-1": {} }));
    await answer(api, "b");
    expect(plane.emptied()).toBe(1);
    expect(plane.written[0]).toBe("POST /api/v1/nodes");
    expect((await answer(api, "a")).said).toContain("stands behind another cluster than a");
  });

  it("reports to the client what it refuses from the simulation, and can be asked again", async () => {
    const plane = planeThat({ refuses: "/api/v1/nodes/odd/status" });
    const api = behind(plane);
    const nodes: Record<string, Node> = { odd: {} };
    api.serve(clusterOf("a", nodes));
    const { status, said } = await answer(api, "a");
    expect([status, plane.forwarded]).toEqual([500, []]);
    expect(said).toContain("the API server refuses PATCH /api/v1/nodes/odd/status of the simulation (422)");
    delete nodes["odd"];
    await answer(api, "a");
    expect(plane.forwarded).toEqual([admin]);
  });
});
