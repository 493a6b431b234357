import { failure } from "../errors";
import { type Actor, currentActor } from "./actor";

export interface Pool {
  readonly id: string;
  /** Who made it. */
  readonly maker: Actor;
  comment?: string;
  readonly vms: Set<number>;
  readonly storages: Set<string>;
}

/** Resource pools; a VM is in one at most (pve-manager, API2/Pool.pm). */
export class Pools {
  private readonly byId = new Map<string, Pool>();

  all(): readonly Pool[] {
    return [...this.byId.values()];
  }

  /** Guests and storages in pools, as paths of permissions. */
  paths(): string[] {
    return this.all().flatMap(({ vms, storages }) => [
      ...[...vms].map((vmId) => `/vms/${vmId}`),
      ...[...storages].map((id) => `/storage/${id}`),
    ]);
  }

  find(id: string): Pool | undefined {
    return this.byId.get(id);
  }

  get(id: string): Pool {
    const pool = this.find(id);
    if (!pool) throw failure(`pool '${id}' does not exist`);
    return pool;
  }

  of(vmId: number): Pool | undefined {
    return this.all().find((pool) => pool.vms.has(vmId));
  }

  create(id: string, comment?: string): void {
    const refuse = (why: string) => failure(`create pool failed: ${why}`);
    if (this.byId.has(id)) throw refuse(`pool '${id}' already exists`);
    const [, parent, leaf = id] = /^(.*)\/([^/]+)$/.exec(id) ?? [];
    if (parent !== undefined && !this.byId.has(parent))
      throw refuse(`parent '${parent}' of pool '${id}' does not exist`);
    if (!/^[A-Za-z]/.test(leaf)) throw refuse("pool name must start with a letter");
    const told = comment === undefined || comment === "" || comment === "0" ? {} : { comment };
    this.byId.set(id, { id, maker: currentActor(), vms: new Set(), storages: new Set(), ...told });
  }

  remove(id: string): void {
    const refuse = (why: string) => failure(`delete pool failed: ${why}`);
    const pool = this.find(id);
    if (!pool) throw refuse(`pool '${id}' does not exist`);
    const inside = [...this.byId.keys()].filter((other) => other.startsWith(`${id}/`)).sort()[0];
    if (inside !== undefined) throw refuse(`pool '${id}' is not empty (contains pool '${inside}')`);
    const [vmId] = [...pool.vms].map(String).sort();
    if (vmId !== undefined) throw refuse(`pool '${id}' is not empty (contains VM ${vmId})`);
    const [storage] = [...pool.storages].sort();
    if (storage !== undefined) throw refuse(`pool '${id}' is not empty (contains storage '${storage}')`);
    this.byId.delete(id);
  }

  /** What goes wrong in the middle leaves everything as it was. */
  change(id: string, change: (pool: Pool) => void): void {
    const before = this.all().map((pool) => ({ ...pool, vms: new Set(pool.vms), storages: new Set(pool.storages) }));
    try {
      change(this.get(id));
    } catch (error) {
      for (const pool of before) this.byId.set(pool.id, pool);
      throw failure(`update pools failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  addVm(id: string, vmId: number, allowMove: boolean): void {
    const owner = this.of(vmId);
    if (owner?.id === id) throw failure(`VM ${vmId} is already a pool member`);
    if (owner && !allowMove)
      throw failure(`VM ${vmId} belongs already to pool '${owner.id}' and 'allow-move' is not set`);
    owner?.vms.delete(vmId);
    this.get(id).vms.add(vmId);
  }

  removeVm(id: string, vmId: number): void {
    if (!this.get(id).vms.delete(vmId)) throw failure(`VM ${vmId} is not a pool member`);
  }

  /** A destroyed VM leaves its pool. */
  forget(vmId: number): void {
    this.of(vmId)?.vms.delete(vmId);
  }
}
