import type { Route } from "../http/route";
import type { PveVersion } from "../spec";
import { accessRoutes } from "./access";
import { haRoutes } from "./ha";
import { clusterRoutes, mappingRoutes, networkRoutes, poolRoutes, taskRoutes } from "./tasks-and-pools";
import { snapshotRoutes } from "./snapshots";
import { storageRoutes } from "./storages";
import { vmRoutes } from "./vms";

/** Every endpoint the simulation serves; anything else is answered with 501. */
export function allRoutes(version: PveVersion): readonly Route[] {
  return [
    ...clusterRoutes,
    ...accessRoutes,
    ...taskRoutes,
    ...vmRoutes(version),
    ...snapshotRoutes,
    ...storageRoutes,
    ...mappingRoutes,
    ...networkRoutes,
    ...poolRoutes,
    ...haRoutes(version),
  ];
}
