import * as accounts from "../handlers/accounts";
import * as acl from "../handlers/acl";
import { type Route, route } from "../http/route";
import * as take from "../tables/access-endpoints";
import { none } from "../tables/vm-endpoints";

const role = "/access/roles/{roleid}";
const user = "/access/users/{userid}";
const token = `${user}/token/{tokenid}`;

const modifyRoles = { path: "/access", all: ["Sys.Modify"] } as const;

/** Who may touch users depends on their groups: the handlers ask. */
export const accessRoutes: readonly Route[] = [
  route("POST", "/access/roles", take.createRole, modifyRoles, accounts.createRole),
  route("GET", role, none, "anybody", accounts.readRole),
  route("PUT", role, take.updateRole, modifyRoles, accounts.updateRole),
  route("DELETE", role, none, modifyRoles, accounts.deleteRole),
  route("POST", "/access/users", take.createUser, "anybody", accounts.createUser),
  route("GET", user, none, "anybody", accounts.readUser),
  route("PUT", user, take.updateUser, "anybody", accounts.updateUser),
  route("DELETE", user, none, "anybody", accounts.deleteUser),
  route("POST", token, take.createToken, "anybody", accounts.createToken),
  route("GET", token, none, "anybody", accounts.readToken),
  route("PUT", token, take.updateToken, "anybody", accounts.updateToken),
  route("DELETE", token, none, "anybody", accounts.deleteToken),
  route("GET", "/access/acl", none, "anybody", acl.list),
  route("PUT", "/access/acl", take.updateAcl, "anybody", acl.update),
];
