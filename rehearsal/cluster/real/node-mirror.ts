import type { Objects } from "../../real-kubernetes";

/** Asks the API server as an administrator. */
export interface Asked {
  ask(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: unknown }>;
}

const NODES = "/api/v1/nodes";

/**
 * Writes a simulated cluster's nodes into the real API server, as their kubelets and whoever changes them would: labels,
 * taints, sizes, conditions. The simulation stays the one that knows; nobody else writes nodes there.
 */
export class NodeMirror {
  private readonly api: Asked;
  private readonly written = new Map<string, string>();
  private work: Promise<void> = Promise.resolve();

  constructor(api: Asked) {
    this.api = api;
  }

  /** Makes the API server's nodes these; one time after another. Rejects with what it refused. */
  write(nodes: Objects): Promise<void> {
    const now = this.work.then(() => this.writeAll(nodes));
    this.work = now.catch(() => undefined);
    return now;
  }

  /** Another cluster begins without nodes. */
  forget(): void {
    this.written.clear();
  }

  private async writeAll(nodes: Objects): Promise<void> {
    for (const name of [...this.written.keys()].filter((known) => !nodes.has(known))) {
      await this.must("DELETE", `${NODES}/${name}`);
      this.written.delete(name);
    }
    for (const [name, node] of nodes) await this.writeOne(name, withoutIdentity(node));
  }

  private async writeOne(name: string, node: Readonly<Record<string, unknown>>): Promise<void> {
    const text = JSON.stringify(node);
    if (this.written.get(name) === text) return;
    const path = `${NODES}/${name}`;
    if (this.written.has(name)) await this.must("PUT", path, node);
    else await this.must("POST", NODES, node);
    await this.must("PUT", `${path}/status`, node);
    this.written.set(name, text);
  }

  private async must(method: string, path: string, body?: unknown): Promise<void> {
    const { status, body: said } = await this.api.ask(method, path, body);
    if (status < 300) return;
    throw new Error(`the API server refuses ${method} ${path} of the simulation (${status}): ${JSON.stringify(said)}`);
  }
}

/** The API server gives these itself. */
function withoutIdentity(node: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { uid: _uid, creationTimestamp: _created, ...metadata } = node["metadata"] as Record<string, unknown>;
  return { ...node, metadata };
}
