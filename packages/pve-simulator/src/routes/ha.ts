import * as ha from "../handlers/ha";
import * as haGroups from "../handlers/ha-groups";
import * as haRules from "../handlers/ha-rules";
import * as haStatus from "../handlers/ha-status";
import type { PveVersion } from "../spec";
import { type Route, route } from "../http/route";
import * as take from "../tables/ha-endpoints";
import { none } from "../tables/vm-endpoints";

const resources = "/cluster/ha/resources";
const one = `${resources}/{sid}`;

const see = { path: "/", all: ["Sys.Audit"] } as const;
const change = { path: "/", all: ["Sys.Console"] } as const;

const groups = "/cluster/ha/groups";
const rules = "/cluster/ha/rules";
const status = "/cluster/ha/status";

/** Rules, and disarming the whole stack, came with PVE 9. */
export function haRoutes(version: PveVersion): readonly Route[] {
  return version.startsWith("8.") ? both : [...both, ...ruleRoutes];
}

const both: readonly Route[] = [
  route("GET", resources, take.resources, see, ha.list),
  route("POST", resources, take.createResource, change, ha.create),
  route("GET", one, none, see, ha.read),
  route("PUT", one, take.updateResource, change, ha.update),
  route("DELETE", one, take.removeResource, change, ha.remove),
  route("POST", `${one}/migrate`, take.move, change, ha.migrate),
  route("POST", `${one}/relocate`, take.move, change, ha.relocate),
  route("GET", status, none, "anybody", haStatus.index),
  route("GET", `${status}/current`, none, see, haStatus.current),
  route("GET", `${status}/manager_status`, none, see, haStatus.managerStatus),
  route("GET", groups, none, see, haGroups.list),
  route("POST", groups, take.createGroup, change, haGroups.create),
  route("GET", `${groups}/{group}`, none, see, haGroups.read),
  route("PUT", `${groups}/{group}`, take.updateGroup, change, haGroups.update),
  route("DELETE", `${groups}/{group}`, none, change, haGroups.remove),
];

const ruleRoutes: readonly Route[] = [
  route("POST", `${status}/disarm-ha`, take.disarm, change, haStatus.disarm),
  route("POST", `${status}/arm-ha`, none, change, haStatus.arm),
  route("GET", rules, take.rules, see, haRules.list),
  route("POST", rules, take.createRule, change, haRules.create),
  route("GET", `${rules}/{rule}`, none, see, haRules.read),
  route("PUT", `${rules}/{rule}`, take.updateRule, change, haRules.update),
  route("DELETE", `${rules}/{rule}`, none, change, haRules.remove),
];
