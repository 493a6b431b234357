import * as ha from "../handlers/ha";
import { type Route, route } from "../http/route";
import * as take from "../tables/ha-endpoints";
import { none } from "../tables/vm-endpoints";

const resources = "/cluster/ha/resources";
const one = `${resources}/{sid}`;

const see = { path: "/", all: ["Sys.Audit"] } as const;
const change = { path: "/", all: ["Sys.Console"] } as const;

export const haRoutes: readonly Route[] = [
  route("GET", resources, take.resources, see, ha.list),
  route("POST", resources, take.createResource, change, ha.create),
  route("GET", one, none, see, ha.read),
  route("PUT", one, take.updateResource, change, ha.update),
  route("DELETE", one, take.removeResource, change, ha.remove),
  route("POST", `${one}/migrate`, take.move, change, ha.migrate),
  route("POST", `${one}/relocate`, take.move, change, ha.relocate),
];
