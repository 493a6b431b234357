import { parameterErrors, permissionError } from "../errors";
import type { Call } from "../http/route";
import type { ApiToken, User } from "../model/accounts";
import type { Caller } from "../model/permissions";
import { splitList } from "../schema/formats";
import type { Params } from "../schema/params";

/** Roles, users and their API tokens (pve-access-control, API2/Role.pm and User.pm). */

const TEXTS = ["comment", "email", "firstname", "keys", "lastname"] as const;

export function createRole({ datacenter, params }: Call): null {
  const id = params.text("roleid");
  if (/^PVE/i.test(id))
    throw parameterErrors({
      roleid: "cannot use role ID starting with the (case-insensitive) 'PVE' namespace",
    });
  datacenter.accounts.createRole(id, splitList(params.maybe("privs") ?? ""));
  return null;
}

export function readRole({ datacenter, params }: Call): unknown {
  const privileges = datacenter.accounts.role(params.text("roleid"));
  return Object.fromEntries([...privileges].map((privilege) => [privilege, 1]));
}

export function updateRole({ datacenter, params }: Call): null {
  const privileges = splitList(params.maybe("privs") ?? "");
  datacenter.accounts.updateRole(params.text("roleid"), privileges, params.flag("append"));
  return null;
}

export function deleteRole({ datacenter, params }: Call): null {
  datacenter.accounts.deleteRole(params.text("roleid"));
  return null;
}

export function createUser({ caller, datacenter, params }: Call): null {
  const id = params.text("userid");
  const groups = splitList(params.maybe("groups") ?? "");
  caller.check(`/access/realm/${id.split("@").at(-1)}`, "Realm.AllocateUser");
  checkGroups(caller, groups);
  datacenter.accounts.createUser(id, {
    enable: params.has("enable") ? params.flag("enable") : true,
    expire: Number(params.maybe("expire") ?? 0),
    groups: new Set(groups),
    texts: textsOf(params),
  });
  return null;
}

/** For all users, or for each of these groups. */
function checkGroups(caller: Caller, groups: readonly string[]): void {
  if (caller.may("/access/groups", "User.Modify")) return;
  if (groups.length === 0) throw permissionError("/access/groups, User.Modify");
  for (const group of groups) caller.check(`/access/groups/${group}`, "User.Modify");
}

/** For all users, or for a group that the user is in. */
function userOf({ caller, datacenter, params }: Call, ...privileges: readonly string[]): User {
  const user = datacenter.accounts.user(params.text("userid"));
  const paths = ["/access/groups", ...[...user.groups].map((group) => `/access/groups/${group}`)];
  const may = paths.some((path) => privileges.some((privilege) => caller.may(path, privilege)));
  if (!may) throw permissionError();
  return user;
}

export function readUser(call: Call): unknown {
  const { enable, expire, groups, texts, tokens } = userOf(call, "User.Modify", "Sys.Audit");
  const told = Object.fromEntries([...tokens].map(([name, token]) => [name, tokenInfo(token)]));
  return { ...texts, enable: enable ? 1 : 0, expire, groups: [...groups], tokens: told };
}

export function updateUser(call: Call): null {
  const { caller, params } = call;
  const user = userOf(call, "User.Modify");
  const groups = splitList(params.maybe("groups") ?? "");
  if (params.has("groups")) checkGroups(caller, groups);
  if (params.has("enable")) user.enable = params.flag("enable");
  if (params.has("expire")) user.expire = Number(params.text("expire"));
  if (params.has("groups")) user.groups = new Set([...(params.flag("append") ? user.groups : []), ...groups]);
  const said = Object.fromEntries(TEXTS.filter((name) => params.has(name)).map((name) => [name, params.text(name)]));
  user.texts = withoutEmpty({ ...user.texts, ...said });
  return null;
}

export function deleteUser(call: Call): null {
  const { caller, datacenter, params } = call;
  const id = params.text("userid");
  caller.check(`/access/realm/${id.split("@").at(-1)}`, "Realm.AllocateUser");
  userOf(call, "User.Modify");
  datacenter.accounts.deleteUser(id);
  return null;
}

export function createToken(call: Call): unknown {
  const { datacenter, params } = call;
  const user = userOf(call, "User.Modify");
  const name = params.text("tokenid");
  if (user.tokens.has(name)) throw parameterErrors({ tokenid: "Token already exists." });
  const token = datacenter.accounts.createToken(user.id, name, {
    privsep: params.has("privsep") ? params.flag("privsep") : true,
    ...(params.has("expire") && { expire: Number(params.text("expire")) }),
    ...((params.maybe("comment") ?? "") !== "" && { comment: params.text("comment") }),
  });
  return { "full-tokenid": `${user.id}!${name}`, info: tokenInfo(token), value: token.secret };
}

export function readToken(call: Call): unknown {
  userOf(call, "User.Modify");
  const { datacenter, params } = call;
  return tokenInfo(datacenter.accounts.token(params.text("userid"), params.text("tokenid")));
}

export function updateToken(call: Call): unknown {
  userOf(call, "User.Modify");
  const { datacenter, params } = call;
  const token = datacenter.accounts.token(params.text("userid"), params.text("tokenid"));
  if (params.has("privsep")) token.privsep = params.flag("privsep");
  if (params.has("expire")) token.expire = Number(params.text("expire"));
  if (params.has("comment")) token.comment = params.text("comment");
  return tokenInfo(token);
}

export function deleteToken(call: Call): null {
  userOf(call, "User.Modify");
  const { datacenter, params } = call;
  datacenter.accounts.deleteToken(params.text("userid"), params.text("tokenid"));
  return null;
}

/** Without the secret, which is said once. */
const tokenInfo = ({ privsep, comment, expire }: ApiToken) => ({
  privsep: privsep ? 1 : 0,
  ...(comment !== undefined && { comment }),
  ...(expire !== undefined && { expire }),
});

const textsOf = (params: Params) =>
  withoutEmpty(Object.fromEntries(TEXTS.map((name) => [name, params.maybe(name) ?? ""])));

const withoutEmpty = (texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ""));
