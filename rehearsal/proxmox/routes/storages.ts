import * as storage from "../handlers/storage";
import * as volumes from "../handlers/volumes";
import type { Route } from "../http/route";
import type { Permission } from "../model/permissions";
import * as take from "../tables/host-endpoints";
import { none } from "../tables/vm-endpoints";

const node = "/nodes/{node}";
const one = `${node}/storage/{storage}`;

function onStorage(...all: readonly string[]): Permission {
  return { path: "/storage/{storage}", all };
}

const seeStorage: Permission = { path: "/storage/{storage}", any: ["Datastore.Audit", "Datastore.AllocateSpace"] };

/** Whoever makes the host call out must be trusted with its network. */
const mayCallOut: Permission = {
  either: [
    { path: "/", all: ["Sys.Audit", "Sys.Modify"] },
    { path: node, all: ["Sys.AccessNetwork"] },
  ],
};
const mayDownload: Permission = { every: [onStorage("Datastore.AllocateTemplate"), mayCallOut] };

export const storageRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/storage",
    parameters: take.storageDefinitions,
    permission: "anybody",
    answer: storage.definitions,
  },
  {
    method: "GET",
    path: "/storage/{storage}",
    parameters: none,
    permission: onStorage("Datastore.Allocate"),
    answer: storage.readDefinition,
  },
  { method: "GET", path: `${node}/storage`, parameters: take.storages, permission: "anybody", answer: storage.list },
  { method: "GET", path: `${one}/status`, parameters: none, permission: seeStorage, answer: storage.readState },
  { method: "GET", path: `${one}/content`, parameters: take.content, permission: seeStorage, answer: volumes.content },
  {
    ...{ method: "POST", path: `${one}/content`, parameters: take.allocate },
    ...{ permission: onStorage("Datastore.AllocateSpace"), answer: volumes.allocate },
  },
  {
    method: "GET",
    path: `${one}/content/{volume}`,
    parameters: none,
    permission: "anybody",
    answer: volumes.readVolume,
  },
  {
    method: "DELETE",
    path: `${one}/content/{volume}`,
    parameters: take.removeVolume,
    permission: "anybody",
    answer: volumes.removeVolume,
  },
  {
    ...{ method: "POST", path: `${one}/upload`, parameters: take.upload },
    ...{ permission: onStorage("Datastore.AllocateTemplate"), answer: storage.upload },
  },
  {
    method: "POST",
    path: `${one}/download-url`,
    parameters: take.download,
    permission: mayDownload,
    answer: storage.download,
  },
  {
    method: "GET",
    path: `${node}/query-url-metadata`,
    parameters: take.urlMetadata,
    permission: mayCallOut,
    answer: storage.urlMetadata,
  },
];
