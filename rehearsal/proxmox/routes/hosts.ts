import * as cluster from "../handlers/cluster";
import * as mappings from "../handlers/mappings";
import * as network from "../handlers/network";
import * as pools from "../handlers/pools";
import * as tasks from "../handlers/tasks";
import type { Route } from "../http/route";
import * as take from "../tables/host-endpoints";
import * as net from "../tables/network-endpoints";
import { none } from "../tables/vm-endpoints";

const node = "/nodes/{node}";
const task = `${node}/tasks/{upid}`;
const mapping = "/cluster/mapping/pci";

const auditNode = { path: node, all: ["Sys.Audit"] } as const;
const modifyNode = { path: node, all: ["Sys.Modify"] } as const;
const modifyMappings = { path: "/mapping/pci", all: ["Mapping.Modify"] } as const;
const modifyMapping = { path: "/mapping/pci/{id}", all: ["Mapping.Modify"] } as const;
const seeMapping = {
  either: ["Mapping.Use", "Mapping.Modify", "Mapping.Audit"].map((privilege) => ({
    path: "/mapping/pci/{id}",
    all: [privilege],
  })),
} as const;
const allocatePool = { path: "/pool/{poolid}", all: ["Pool.Allocate"] } as const;
const auditPool = { path: "/pool/{poolid}", all: ["Pool.Audit"] } as const;
const auditAll = { path: "/", all: ["Sys.Audit"] } as const;
const seeHardware = { path: "/", any: ["Sys.Audit", "Sys.Modify"] } as const;

export const clusterRoutes: readonly Route[] = [
  { method: "GET", path: "/version", parameters: none, permission: "anybody", answer: cluster.version },
  { method: "GET", path: "/nodes", parameters: none, permission: "anybody", answer: cluster.nodes },
  {
    method: "GET",
    path: "/cluster/resources",
    parameters: take.resources,
    permission: "anybody",
    answer: cluster.resources,
  },
  { method: "GET", path: "/cluster/nextid", parameters: take.nextId, permission: "anybody", answer: cluster.nextId },
  { method: "GET", path: "/cluster/status", parameters: none, permission: auditAll, answer: cluster.clusterStatus },
  {
    method: "GET",
    path: "/access/permissions",
    parameters: take.permissions,
    permission: "anybody",
    answer: cluster.permissions,
  },
  { method: "GET", path: `${node}/status`, parameters: none, permission: auditNode, answer: cluster.nodeStatus },
  {
    method: "GET",
    path: `${node}/hardware/pci`,
    parameters: take.pci,
    permission: seeHardware,
    answer: cluster.hardwarePci,
  },
];

export const taskRoutes: readonly Route[] = [
  { method: "GET", path: `${node}/tasks`, parameters: take.tasks, permission: "anybody", answer: tasks.list },
  { method: "GET", path: `${task}/status`, parameters: none, permission: "anybody", answer: tasks.readStatus },
  { method: "GET", path: `${task}/log`, parameters: take.taskLog, permission: "anybody", answer: tasks.readLog },
  { method: "DELETE", path: task, parameters: none, permission: "anybody", answer: tasks.stop },
];

export const mappingRoutes: readonly Route[] = [
  { method: "GET", path: mapping, parameters: take.mappings, permission: "anybody", answer: mappings.list },
  {
    method: "POST",
    path: mapping,
    parameters: take.createMapping,
    permission: modifyMappings,
    answer: mappings.create,
  },
  { method: "GET", path: `${mapping}/{id}`, parameters: none, permission: seeMapping, answer: mappings.read },
  {
    method: "PUT",
    path: `${mapping}/{id}`,
    parameters: take.updateMapping,
    permission: modifyMapping,
    answer: mappings.update,
  },
  { method: "DELETE", path: `${mapping}/{id}`, parameters: none, permission: modifyMappings, answer: mappings.remove },
];

export const networkRoutes: readonly Route[] = [
  { method: "GET", path: `${node}/network`, parameters: net.list, permission: "anybody", answer: network.list },
  { method: "POST", path: `${node}/network`, parameters: net.create, permission: modifyNode, answer: network.create },
  { method: "PUT", path: `${node}/network`, parameters: net.reload, permission: modifyNode, answer: network.reload },
  { method: "DELETE", path: `${node}/network`, parameters: none, permission: modifyNode, answer: network.revert },
  { method: "GET", path: `${node}/network/{iface}`, parameters: none, permission: auditNode, answer: network.read },
  {
    method: "PUT",
    path: `${node}/network/{iface}`,
    parameters: net.change,
    permission: modifyNode,
    answer: network.update,
  },
  {
    method: "DELETE",
    path: `${node}/network/{iface}`,
    parameters: none,
    permission: modifyNode,
    answer: network.remove,
  },
];

export const poolRoutes: readonly Route[] = [
  { method: "GET", path: "/pools", parameters: take.pools, permission: "anybody", answer: pools.list },
  { method: "POST", path: "/pools", parameters: take.createPool, permission: allocatePool, answer: pools.create },
  {
    ...{ method: "PUT", path: "/pools", parameters: { ...take.changePool, ...take.removePool } },
    ...{ permission: allocatePool, answer: pools.update },
  },
  { method: "DELETE", path: "/pools", parameters: take.removePool, permission: allocatePool, answer: pools.remove },
  { method: "GET", path: "/pools/{poolid}", parameters: take.pool, permission: auditPool, answer: pools.read },
  {
    method: "PUT",
    path: "/pools/{poolid}",
    parameters: take.changePool,
    permission: allocatePool,
    answer: pools.update,
  },
  { method: "DELETE", path: "/pools/{poolid}", parameters: none, permission: allocatePool, answer: pools.remove },
];
