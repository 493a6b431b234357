import { isDeepStrictEqual } from "node:util";
import type { ApiObject, MirroredCluster, NodeEdit } from "../../real-kubernetes";
import { metaOf, must, type ApiClient } from "./api-client";

const NODES = "/api/v1/nodes";

/** Taints that follow from a node's state; only the simulated controllers write them. */
const OF_ITS_STATE =
  /^node\.kubernetes\.io\/(not-ready|unreachable|unschedulable|network-unavailable|(disk|memory|pid)-pressure)$/;

/**
 * Synchronizes a simulated cluster's nodes with those of the real API server. Simulated kubelets and controllers write to
 * it; others' changes (a cordon, a label, a deletion) are passed to the simulation.
 */
export class NodeSync {
  private readonly api: Pick<ApiClient, "ask">;
  private readonly cluster: MirroredCluster;
  /** What both said last, by the node's name: a difference from it is a change. */
  private readonly agreed = new Map<string, NodeEdit>();
  /** What of a node only the simulation writes, as it was written last. */
  private readonly written = new Map<string, string>();
  private work: Promise<void> = Promise.resolve();

  constructor(api: Pick<ApiClient, "ask">, cluster: MirroredCluster) {
    this.api = api;
    this.cluster = cluster;
  }

  /** Makes both the same; one time after another. Rejects with what the API server refused. */
  sync(): Promise<void> {
    const now = this.work.then(() => this.syncAll());
    this.work = now.catch(() => undefined);
    return now;
  }

  private async syncAll(): Promise<void> {
    const { items } = await must(this.api, ["GET", NODES]);
    const there = new Map((items as ApiObject[]).map((node) => [metaOf(node).name, node]));
    for (const name of [...this.agreed.keys()]) if (!there.has(name)) this.lost(name);
    for (const [name, node] of there) this.take(name, node);
    const own = this.cluster.nodes();
    for (const name of [...this.agreed.keys()]) if (!own.has(name)) await this.remove(name);
    for (const [name, { object }] of own) await this.give(name, object, there.get(name));
  }

  /** Somebody deleted it there. */
  private lost(name: string): void {
    this.agreed.delete(name);
    this.written.delete(name);
    if (this.cluster.nodes().has(name)) this.cluster.deleted(name);
  }

  private async remove(name: string): Promise<void> {
    await must(this.api, ["DELETE", `${NODES}/${name}`], 404);
    this.agreed.delete(name);
    this.written.delete(name);
  }

  /** What others changed there since. */
  private take(name: string, node: ApiObject): void {
    const before = this.agreed.get(name);
    const own = this.cluster.nodes().get(name);
    const live = editOf(node);
    if (before === undefined || own === undefined || isDeepStrictEqual(before, live)) return;
    this.agreed.set(name, live);
    this.cluster.edited(name, merged(before, live, editOf(own.object)));
  }

  private async give(name: string, node: ApiObject, there: ApiObject | undefined): Promise<void> {
    const path = `${NODES}/${name}`;
    if (!there) await must(this.api, ["POST", NODES, withoutIdentity(node)], 409);
    const edit = editOf(node);
    const spec = JSON.stringify([edit, taintsOf(node)]);
    const isThere =
      there && isDeepStrictEqual(editOf(there), edit) && isDeepStrictEqual(taintsOf(there), taintsOf(node));
    if (!isThere) await must(this.api, ["PATCH", path, patchTo(node, there)]);
    const text = JSON.stringify([spec, node["status"]]);
    if (!there || this.written.get(name) !== text)
      await must(this.api, ["PATCH", `${path}/status`, { status: node["status"] }]);
    this.agreed.set(name, edit);
    this.written.set(name, text);
  }
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** In an order of their own, as the API server keeps them in that of their writing. */
function taintsOf(node: ApiObject): readonly Taint[] {
  const { taints = [] } = (node["spec"] ?? {}) as { taints?: readonly Taint[] };
  return taints
    .map(({ key, value, effect }) => ({ key, effect, ...(value !== undefined && value !== "" && { value }) }))
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

const nameOf = ({ key, effect }: Taint): string => `${key}:${effect}`;

/** What of a node others may change. */
function editOf(node: ApiObject): NodeEdit {
  const { labels = {}, annotations = {} } = metaOf(node);
  const { unschedulable = false } = (node["spec"] ?? {}) as { unschedulable?: boolean };
  return { labels, annotations, taints: taintsOf(node).filter(({ key }) => !OF_ITS_STATE.test(key)), unschedulable };
}

/** What the simulation has, with what changed elsewhere. */
function merged(before: NodeEdit, live: NodeEdit, own: NodeEdit): NodeEdit {
  const taints = (edit: NodeEdit) => Object.fromEntries(edit.taints.map((taint) => [nameOf(taint), taint]));
  return {
    labels: mergedMap(before.labels, live.labels, own.labels),
    annotations: mergedMap(before.annotations, live.annotations, own.annotations),
    taints: Object.values(mergedMap(taints(before), taints(live), taints(own))),
    unschedulable: before.unschedulable === live.unschedulable ? own.unschedulable : live.unschedulable,
  };
}

type Entries<T> = Readonly<Record<string, T>>;

function mergedMap<T>(before: Entries<T>, live: Entries<T>, own: Entries<T>): Record<string, T> {
  const keys = new Set([...Object.keys(before), ...Object.keys(live), ...Object.keys(own)]);
  const chosen = [...keys].map(
    (key) => [key, isDeepStrictEqual(before[key], live[key]) ? own[key] : live[key]] as const,
  );
  return Object.fromEntries(chosen.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

/** A merge patch that makes of what is there what the simulation has. */
function patchTo(node: ApiObject, there: ApiObject | undefined): ApiObject {
  const gone = (key: "labels" | "annotations") => {
    const wanted = metaOf(node)[key] ?? {};
    const kept = Object.keys((there && metaOf(there)[key]) ?? {});
    return { ...Object.fromEntries(kept.filter((name) => !(name in wanted)).map((name) => [name, null])), ...wanted };
  };
  const { unschedulable } = editOf(node);
  return {
    metadata: { labels: gone("labels"), annotations: gone("annotations") },
    spec: { taints: taintsOf(node), unschedulable: unschedulable ? true : null },
  };
}

/** The API server gives these itself. */
function withoutIdentity(node: ApiObject): ApiObject {
  const { uid: _uid, creationTimestamp: _created, ...metadata } = node["metadata"] as Record<string, unknown>;
  return { ...node, metadata };
}
