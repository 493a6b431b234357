import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "pve-simulator";
import { ApiBehind } from "../../rehearsal/cluster/real/api-behind";
import { metaOf } from "../../rehearsal/cluster/real/api-client";
import { RealControlPlane } from "../../rehearsal/cluster/real/real-control-plane";
import type { ApiAnswer, ApiObject, MirroredCluster, NodeEdit } from "../../rehearsal/real-kubernetes";
import { SimulationLog } from "../../rehearsal/events";
import { setUpTools } from "../../scripts/toolchain-setup";

/** How long a second of the simulation takes here. */
const SECOND_MS = 10;

/** A node that a test switches on and off. */
export interface TestNode {
  reports: boolean;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  taints: NodeEdit["taints"];
  unschedulable: boolean;
  readonly server: boolean;
  readonly address: string;
}

export type RealCluster = Awaited<ReturnType<typeof startRealCluster>>;

/** Real control-plane programs with two nodes beside them that only a test's variables stand for. */
export async function startRealCluster() {
  const { kubernetes: programs } = await setUpTools({ platform: {} });
  if (!programs) throw new Error("no programs of a control plane");
  const folder = mkdtempSync(join(tmpdir(), "homelab-real-"));
  const real = { programs, folder: join(folder, "kubernetes"), serviceCidr: "10.43.0.0/16" };
  const plane = await RealControlPlane.start(real, SECOND_MS);
  const clock = realClock();
  const events = new SimulationLog(() => clock.now());
  const missing = new Set<string>();
  const registries = { unreachable: () => undefined, lacks: (image: string) => missing.has(image) };
  const settings = { clock, events, secondMs: SECOND_MS, pullMs: 20, registries, played: () => undefined };
  const behind = new ApiBehind(plane, settings);
  const nodes = new Map<string, TestNode>([
    ["server-1", testNode(11, true)],
    ["worker-1", testNode(21, false)],
  ]);
  behind.serve(mirrored("one", nodes));
  await behind.syncNodes("one");
  // Without it no pod is taken, and a controller makes it.
  while ((await plane.ask("GET", "/api/v1/namespaces/default/serviceaccounts/default")).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const ask = (method: string, path: string, body?: unknown): Promise<ApiAnswer> => plane.ask(method, path, body);
  return {
    nodes,
    events,
    missing,
    ask,
    behind,
    /** Makes an object in the namespace `default`. */
    make: async (path: string, object: ApiObject): Promise<ApiObject> => {
      const { status, body } = await ask("POST", path, object);
      if (status >= 300) throw new Error(JSON.stringify(body));
      return body as ApiObject;
    },
    /** The objects of a list, as soon as they are as somebody waits for. */
    until: (path: string, isSo: (objects: readonly ApiObject[]) => boolean): Promise<readonly ApiObject[]> => {
      const stop = new AbortController();
      const known = new Map<string, ApiObject>();
      return new Promise((resolve) => {
        const tell = ({ type, object }: { type: string; object: ApiObject }): void => {
          const { name, namespace = "" } = metaOf(object);
          if (type === "DELETED") known.delete(`${namespace}/${name}`);
          else known.set(`${namespace}/${name}`, object);
          if (!isSo([...known.values()])) return;
          stop.abort();
          resolve([...known.values()]);
        };
        plane.watch(path, tell, stop.signal);
      });
    },
    close: async (): Promise<void> => {
      behind.close();
      await plane.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function testNode(last: number, server: boolean): TestNode {
  const state = { reports: true, labels: {}, annotations: {}, taints: [], unschedulable: false };
  return { ...state, server, address: `10.22.0.${last}` };
}

function mirrored(id: string, nodes: Map<string, TestNode>): MirroredCluster {
  return {
    id,
    answers: () => true,
    workloads: () => ({
      daemons: [{ namespace: "kube-system", app: "cilium" }],
      staticPods: ["etcd"],
      deployments: [{ namespace: "kube-system", app: "coredns", replicas: 1 }],
    }),
    boundAdmins: () => undefined,
    nodes: () =>
      new Map(
        [...nodes].map(([name, node]) => {
          const { server, address, reports } = node;
          return [name, { object: nodeObject(name, node), machine: name, server, address, reports }];
        }),
      ),
    edited: (name, edit) => void Object.assign(nodes.get(name) ?? {}, edit),
    deleted: (name) => void nodes.delete(name),
  };
}

function nodeObject(
  name: string,
  { labels, annotations, taints, unschedulable, address, reports }: TestNode,
): ApiObject {
  const gone = ["NoSchedule", "NoExecute"].map((effect) => ({ key: "node.kubernetes.io/unreachable", effect }));
  const resources = { cpu: "2", memory: "4Gi", pods: "110" };
  const ready = { type: "Ready", status: reports ? "True" : "Unknown", reason: "test", message: "test" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels, annotations },
    spec: { taints: [...taints, ...(reports ? [] : gone)], ...(unschedulable && { unschedulable }) },
    status: {
      capacity: resources,
      allocatable: resources,
      conditions: [ready],
      addresses: [{ type: "InternalIP", address }],
    },
  };
}
