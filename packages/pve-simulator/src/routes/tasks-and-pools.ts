import * as cluster from "../handlers/cluster";
import * as mappings from "../handlers/mappings";
import * as network from "../handlers/network";
import * as pools from "../handlers/pools";
import * as tasks from "../handlers/tasks";
import { type Route, route } from "../http/route";
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
  route("GET", "/version", none, "anybody", cluster.version),
  route("GET", "/nodes", none, "anybody", cluster.nodes),
  route("GET", "/cluster/resources", take.resources, "anybody", cluster.resources),
  route("GET", "/cluster/nextid", take.nextId, "anybody", cluster.nextId),
  route("GET", "/cluster/status", none, auditAll, cluster.clusterStatus),
  route("GET", "/access/permissions", take.permissions, "anybody", cluster.permissions),
  route("GET", `${node}/status`, none, auditNode, cluster.nodeStatus),
  route("GET", `${node}/hardware/pci`, take.pci, seeHardware, cluster.hardwarePci),
];

export const taskRoutes: readonly Route[] = [
  route("GET", `${node}/tasks`, take.tasks, "anybody", tasks.list),
  route("GET", `${task}/status`, none, "anybody", tasks.readStatus),
  route("GET", `${task}/log`, take.taskLog, "anybody", tasks.readLog),
  route("DELETE", task, none, "anybody", tasks.stop),
];

export const mappingRoutes: readonly Route[] = [
  route("GET", mapping, take.mappings, "anybody", mappings.list),
  route("POST", mapping, take.createMapping, modifyMappings, mappings.create),
  route("GET", `${mapping}/{id}`, none, seeMapping, mappings.read),
  route("PUT", `${mapping}/{id}`, take.updateMapping, modifyMapping, mappings.update),
  route("DELETE", `${mapping}/{id}`, none, modifyMappings, mappings.remove),
];

export const networkRoutes: readonly Route[] = [
  route("GET", `${node}/network`, net.list, "anybody", network.list),
  route("POST", `${node}/network`, net.create, modifyNode, network.create),
  route("PUT", `${node}/network`, net.reload, modifyNode, network.reload),
  route("DELETE", `${node}/network`, none, modifyNode, network.revert),
  route("GET", `${node}/network/{iface}`, none, auditNode, network.read),
  route("PUT", `${node}/network/{iface}`, net.change, modifyNode, network.update),
  route("DELETE", `${node}/network/{iface}`, none, modifyNode, network.remove),
];

export const poolRoutes: readonly Route[] = [
  route("GET", "/pools", take.pools, "anybody", pools.list),
  route("POST", "/pools", take.createPool, allocatePool, pools.create),
  {
    method: "PUT",
    path: "/pools",
    parameters: { ...take.changePool, ...take.removePool },
    permission: allocatePool,
    answer: pools.update,
  },
  route("DELETE", "/pools", take.removePool, allocatePool, pools.remove),
  route("GET", "/pools/{poolid}", take.pool, auditPool, pools.read),
  route("PUT", "/pools/{poolid}", take.changePool, allocatePool, pools.update),
  route("DELETE", "/pools/{poolid}", none, allocatePool, pools.remove),
];
