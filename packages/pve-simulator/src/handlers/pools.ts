import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import type { Pool } from "../model/pools";
import { failure } from "../errors";
import { splitList } from "../schema/formats";
import { byNumber, guestRow, storageRow } from "./resource-rows";

/** GET /pools lists all, or with `poolid` an array of that one. */
export function list({ caller, datacenter, params }: Call): unknown {
  const id = params.maybe("poolid");
  if (id !== undefined) {
    caller.check(`/pool/${id}`, "Pool.Audit");
    return [full(datacenter, datacenter.pools.get(id), params.maybe("type"))];
  }
  return caller.has("Pool.Audit") ? inOrder(datacenter.pools.all()).map(brief) : [];
}

export function read({ datacenter, params }: Call): unknown {
  return full(datacenter, datacenter.pools.get(params.text("poolid")), params.maybe("type"));
}

export function create({ datacenter, params }: Call): null {
  datacenter.pools.create(params.text("poolid"), params.maybe("comment"));
  return null;
}

export function update({ caller, datacenter, params }: Call): null {
  const { pools } = datacenter;
  const remove = params.flag("delete");
  pools.change(params.text("poolid"), (pool) => {
    datacenter.touch(pool.maker, { what: `pool ${pool.id}`, deed: "changed" });
    if (params.has("comment")) describe(pool, params.text("comment"));
    for (const vmId of splitList(params.maybe("vms") ?? "").map(Number)) {
      caller.checkAny(`/vms/${vmId}`, "Permissions.Modify", "VM.Allocate");
      if (remove) pools.removeVm(pool.id, vmId);
      else pools.addVm(pool.id, vmId, params.flag("allow-move"));
    }
    for (const storage of splitList(params.maybe("storage") ?? "")) {
      caller.checkAny(`/storage/${storage}`, "Permissions.Modify", "Datastore.Allocate");
      changeStorages(pool, storage, remove);
    }
  });
  return null;
}

/** The file has no empty comment. */
function describe(pool: Pool, comment: string): void {
  if (comment === "") delete pool.comment;
  else pool.comment = comment;
}

function changeStorages({ storages }: Pool, storage: string, remove: boolean): void {
  const has = storages.has(storage);
  if (remove !== has) throw failure(`Storage '${storage}' is ${has ? "already" : "not"} a pool member`);
  if (remove) storages.delete(storage);
  else storages.add(storage);
}

export function remove({ datacenter, params }: Call): null {
  const { pools } = datacenter;
  const pool = pools.find(params.text("poolid"));
  pools.remove(params.text("poolid"));
  datacenter.touch(pool?.maker, { what: `pool ${pool?.id}`, deed: "removed" });
  return null;
}

function brief({ id, comment }: Pool) {
  return { poolid: id, ...(comment !== undefined && { comment }) };
}

/** Members sorted by name, even numbers, machines first; a storage is listed for one host (pve-manager, API2/Pool.pm). */
function full(datacenter: Datacenter, pool: Pool, type?: string) {
  const hosts = [...datacenter.hosts.values()];
  const guests = byNumber([...pool.vms]).flatMap((vmId) => guestRow(datacenter, vmId));
  const storages = [...pool.storages]
    .sort()
    .flatMap((id) => hosts.flatMap((host) => storageRow(datacenter, host, id)).slice(0, 1));
  const members = [...guests, ...storages].filter((member) => type === undefined || member["type"] === type);
  return { ...brief(pool), members };
}

const inOrder = (pools: readonly Pool[]) => [...pools].sort((a, b) => (a.id < b.id ? -1 : 1));
