import { parameterErrors } from "../errors";
import type { Call } from "../http/route";
import type { Caller } from "../model/permissions";
import { splitList } from "../schema/formats";

/** Who may do what where (pve-access-control, API2/ACL.pm). */

export function list({ caller, datacenter }: Call): unknown {
  const seesAll = caller.may("/access", "Sys.Audit");
  return datacenter.accounts
    .everyGrant()
    .filter(({ path }) => seesAll || mayModify(caller, path))
    .map(({ who, path, role, propagate }) => ({
      path,
      type: who.includes("!") ? "token" : "user",
      ugid: who,
      roleid: role,
      propagate: propagate ? 1 : 0,
    }));
}

export function update({ caller, datacenter, params }: Call): null {
  const path = normalized(params.text("path"));
  const { accounts } = datacenter;
  caller.checkAny(path, ...modifiers(path));
  const [users, tokens, groups] = ["users", "tokens", "groups"].map((key) => splitList(params.maybe(key) ?? ""));
  if (groups?.length) throw parameterErrors({ groups: "grants of groups are not simulated" });
  if (!users?.length && !tokens?.length) {
    const missing = "either 'users', 'groups' or 'tokens' is required.";
    throw parameterErrors({ users: missing, groups: missing, tokens: missing });
  }
  const isGone = params.flag("delete");
  const propagate = params.has("propagate") ? params.flag("propagate") : true;
  for (const role of splitList(params.text("roles"))) {
    checkHandsOut(caller, path, role, {
      privileges: accounts.role(role, "ACL update failed: "),
      verb: isGone ? "remove" : "add",
    });
    for (const user of users ?? []) accounts.user(user);
    for (const token of tokens ?? []) accounts.token(token.split("!")[0] ?? "", token.split("!")[1] ?? "");
    for (const who of [...(users ?? []), ...(tokens ?? [])])
      if (isGone) accounts.revoke(who, { path, role });
      else accounts.grant(who, { path, role, propagate });
  }
  return null;
}

/** Who may allocate guests or storages may hand out what he may do there himself. */
function modifiers(path: string): string[] {
  const more = { storage: "Datastore.Allocate", vms: "VM.Allocate", pool: "Pool.Allocate" };
  const [, kind] = /^\/(storage|vms|pool)\/.+$/.exec(path) ?? [];
  return ["Permissions.Modify", ...(kind === undefined ? [] : [more[kind as keyof typeof more]])];
}

const mayModify = (caller: Caller, path: string): boolean =>
  modifiers(path).some((privilege) => caller.may(path, privilege));

function checkHandsOut(
  caller: Caller,
  path: string,
  role: string,
  { privileges, verb }: { readonly privileges: ReadonlySet<string>; readonly verb: string },
): void {
  if (caller.may(path, "Permissions.Modify") || [...privileges].every((privilege) => caller.may(path, privilege)))
    return;
  throw parameterErrors({
    role: `Cannot ${verb} role '${role}' - requires 'Permissions.Modify' or superset of privileges.`,
  });
}

/** Paths that there can be, of those that are simulated. */
const PATH =
  /^\/(?:access(?:\/(?:groups|realm)(?:\/[\w.-]+)?)?|(?:nodes|storage)(?:\/[\w.-]+)?|vms(?:\/[1-9]\d{2,})?|pool(?:\/[\w.-]+){0,3}|mapping(?:\/[\w.-]+){0,2})?$/;

function normalized(text: string): string {
  const path = `/${text
    .split("/")
    .filter((part) => part !== "")
    .join("/")}`;
  if (text === "" || !PATH.test(path)) throw parameterErrors({ path: `invalid ACL path '${text}'` });
  return path;
}
