import * as snapshots from "../handlers/snapshots";
import { type Route, route } from "../http/route";
import type { Permission } from "../model/permissions";
import * as take from "../tables/snapshot-endpoints";

const all = "/nodes/{node}/qemu/{vmid}/snapshot";
const one = `${all}/{snapname}`;

const may = (...any: readonly string[]): Permission => ({ path: "/vms/{vmid}", any });
const mayTake = may("VM.Snapshot");

export const snapshotRoutes: readonly Route[] = [
  route("GET", all, take.none, may("VM.Audit"), snapshots.list),
  route("POST", all, take.create, mayTake, snapshots.take),
  route("GET", one, take.none, "anybody", snapshots.index),
  route("DELETE", one, take.remove, mayTake, snapshots.remove),
  {
    method: "GET",
    path: `${one}/config`,
    parameters: take.none,
    permission: may("VM.Snapshot", "VM.Snapshot.Rollback", "VM.Audit"),
    answer: snapshots.readConfig,
  },
  route("PUT", `${one}/config`, take.change, mayTake, snapshots.changeConfig),
  {
    method: "POST",
    path: `${one}/rollback`,
    parameters: take.rollback,
    permission: may("VM.Snapshot", "VM.Snapshot.Rollback"),
    answer: snapshots.rollback,
  },
];
