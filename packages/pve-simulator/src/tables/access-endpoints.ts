import { bool, formatted, integer, matching, optional, text, type ParameterTable } from "../schema/parameter";

/** What the endpoints below /access take (pve-access-control, API2/Role.pm, User.pm, ACL.pm). */

const privileges = optional(formatted("pve-priv-list"));

export const createRole: ParameterTable = { privs: privileges, roleid: formatted("pve-roleid") };
export const updateRole: ParameterTable = { append: optional({ ...bool, requires: "privs" }), privs: privileges };

const user: ParameterTable = {
  comment: optional({ ...text, maxLength: 2048 }),
  email: optional({ ...text, maxLength: 254 }),
  enable: optional(bool),
  expire: optional(integer(0)),
  firstname: optional({ ...text, maxLength: 1024 }),
  groups: optional(formatted("pve-groupid-list")),
  keys: optional(matching(/[0-9a-zA-Z!=]{0,4096}/)),
  lastname: optional({ ...text, maxLength: 1024 }),
};
export const createUser: ParameterTable = {
  ...user,
  password: optional({ ...text, maxLength: 64, minLength: 8 }),
  userid: { ...formatted("pve-userid"), maxLength: 64 },
};
export const updateUser: ParameterTable = { ...user, append: optional({ ...bool, requires: "groups" }) };

const token: ParameterTable = { comment: optional(text), expire: optional(integer(0)), privsep: optional(bool) };
export const createToken = token;
export const updateToken: ParameterTable = {
  ...token,
  delete: optional(formatted("pve-configid-list")),
};

export const updateAcl: ParameterTable = {
  delete: optional(bool),
  groups: optional(formatted("pve-groupid-list")),
  path: text,
  propagate: optional(bool),
  roles: formatted("pve-roleid-list"),
  tokens: optional(formatted("pve-tokenid-list")),
  users: optional(formatted("pve-userid-list")),
};
