import { failure } from "../errors";

export interface Pool {
  readonly id: string;
  comment?: string;
  readonly vms: Set<number>;
  readonly storages: Set<string>;
}

/** Resource pools; a VM is in one at most. */
export class Pools {
  private readonly byId = new Map<string, Pool>();

  all(): readonly Pool[] {
    return [...this.byId.values()];
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
    if (this.byId.has(id)) throw failure(`create pool failed: pool '${id}' already exists`);
    const parent = id.replace(/\/[^/]*$/, "");
    if (parent !== id && !this.byId.has(parent)) {
      throw failure(`create pool failed: parent '${parent}' of pool '${id}' does not exist`);
    }
    this.byId.set(id, { id, vms: new Set(), storages: new Set(), ...(comment !== undefined && { comment }) });
  }

  remove(id: string): void {
    const pool = this.get(id);
    const [vmId] = pool.vms;
    if (vmId !== undefined) throw failure(`delete pool failed: pool '${id}' is not empty (contains VM ${vmId})`);
    this.byId.delete(id);
  }

  addVm(id: string, vmId: number, allowMove: boolean): void {
    const owner = this.of(vmId);
    if (owner && owner.id !== id && !allowMove) {
      throw failure(`update pools failed: VM ${vmId} is already a pool member: '${owner.id}'`);
    }
    owner?.vms.delete(vmId);
    this.get(id).vms.add(vmId);
  }

  removeVm(id: string, vmId: number): void {
    if (!this.get(id).vms.delete(vmId)) throw failure(`update pools failed: VM ${vmId} is not a pool member`);
  }

  /** A destroyed VM leaves its pool. */
  forget(vmId: number): void {
    this.of(vmId)?.vms.delete(vmId);
  }
}
