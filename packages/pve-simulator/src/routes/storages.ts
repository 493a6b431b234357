import * as storage from "../handlers/storage";
import * as volumes from "../handlers/volumes";
import { type Route, route } from "../http/route";
import type { Permission } from "../model/permissions";
import * as take from "../tables/host-endpoints";
import { none } from "../tables/vm-endpoints";

const node = "/nodes/{node}";
const one = `${node}/storage/{storage}`;

function onStorage(...all: readonly string[]): Permission {
  return { path: "/storage/{storage}", all };
}

const seeStorage: Permission = { path: "/storage/{storage}", any: ["Datastore.Audit", "Datastore.AllocateSpace"] };

/** A user who makes the host send requests must be trusted with its network. */
const mayCallOut: Permission = {
  either: [
    { path: "/", all: ["Sys.Audit", "Sys.Modify"] },
    { path: node, all: ["Sys.AccessNetwork"] },
  ],
};
const mayDownload: Permission = { every: [onStorage("Datastore.AllocateTemplate"), mayCallOut] };

export const storageRoutes: readonly Route[] = [
  route("GET", "/storage", take.storageDefinitions, "anybody", storage.definitions),
  route("GET", "/storage/{storage}", none, onStorage("Datastore.Allocate"), storage.readDefinition),
  route("GET", `${node}/storage`, take.storages, "anybody", storage.list),
  route("GET", `${one}/status`, none, seeStorage, storage.readState),
  route("GET", `${one}/content`, take.content, seeStorage, volumes.content),
  {
    method: "POST",
    path: `${one}/content`,
    parameters: take.allocate,
    permission: onStorage("Datastore.AllocateSpace"),
    answer: volumes.allocate,
  },
  route("GET", `${one}/content/{volume}`, none, "anybody", volumes.readVolume),
  route("DELETE", `${one}/content/{volume}`, take.removeVolume, "anybody", volumes.removeVolume),
  {
    method: "POST",
    path: `${one}/upload`,
    parameters: take.upload,
    permission: onStorage("Datastore.AllocateTemplate"),
    answer: storage.upload,
  },
  route("POST", `${one}/download-url`, take.download, mayDownload, storage.download),
  route("GET", `${node}/query-url-metadata`, take.urlMetadata, mayCallOut, storage.urlMetadata),
];
