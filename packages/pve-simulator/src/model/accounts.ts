import { randomUUID } from "node:crypto";
import { failure } from "../errors";
import { type Actor, currentActor } from "./actor";

export interface ApiToken {
  readonly secret: string;
  privsep: boolean;
  comment?: string;
  expire?: number;
}

export interface User {
  /** `name@realm`. */
  readonly id: string;
  /** Who made it. */
  readonly maker: Actor;
  enable: boolean;
  expire: number;
  groups: ReadonlySet<string>;
  /** firstname, lastname, email, comment and keys, where they are not empty. */
  texts: Readonly<Record<string, string>>;
  readonly tokens: Map<string, ApiToken>;
}

/** What somebody may do at a path, and below it where it propagates. */
export interface Grant {
  readonly path: string;
  readonly role: string;
  readonly propagate: boolean;
}

/** Roles, users and what they may do where (pve-access-control, AccessControl.pm); groups are there beforehand. */
export class Accounts {
  readonly groups: ReadonlySet<string>;
  private readonly roles = new Map<string, ReadonlySet<string>>();
  private readonly users = new Map<string, User>();
  /** By user or `user!token`. */
  private readonly grants = new Map<string, Grant[]>();

  constructor(groups: readonly string[] = []) {
    this.groups = new Set(groups);
  }

  role(id: string, when = ""): ReadonlySet<string> {
    const role = this.roles.get(id);
    if (!role) throw failure(`${when}role '${id}' does not exist`);
    return role;
  }

  /** Roles and users of the program's. */
  ofProgram(): string[] {
    const users = [...this.users.values()].filter(({ maker }) => maker === "program").map(({ id }) => `user ${id}`);
    return [...users, ...[...this.roles.keys()].map((id) => `role ${id}`)];
  }

  createRole(id: string, privileges: readonly string[]): void {
    const refuse = (why: string) => failure(`create role failed: ${why}`);
    if (this.roles.has(id)) throw refuse(`role '${id}' already exists`);
    this.roles.set(id, new Set(privileges));
  }

  updateRole(id: string, privileges: readonly string[], append: boolean): void {
    const refuse = (why: string) => failure(`update role failed: ${why}`);
    const role = this.roles.get(id);
    if (!role) throw refuse(`role '${id}' does not exist`);
    const kept = append ? [...role] : [];
    this.roles.set(id, new Set([...kept, ...privileges]));
  }

  /** Grants of it stay, and allow nothing. */
  deleteRole(id: string): void {
    if (!this.roles.delete(id)) throw failure(`delete role failed: role '${id}' does not exist`);
  }

  find(id: string): User | undefined {
    return this.users.get(id);
  }

  user(id: string): User {
    const user = this.find(id);
    if (!user) throw failure(`no such user ('${id}')`);
    return user;
  }

  createUser(id: string, about: Pick<User, "enable" | "expire" | "groups" | "texts">): void {
    const refuse = (why: string) => failure(`create user failed: ${why}`);
    if (this.users.has(id)) throw refuse(`user '${id}' already exists`);
    for (const group of about.groups) if (!this.groups.has(group)) throw refuse(`no such group '${group}'`);
    this.users.set(id, { ...about, id, maker: currentActor(), tokens: new Map() });
  }

  deleteUser(id: string): void {
    if (!this.users.delete(id)) throw failure(`delete user failed: user '${id}' does not exist`);
    for (const who of [...this.grants.keys()]) if (who === id || who.startsWith(`${id}!`)) this.grants.delete(who);
  }

  token(user: string, name: string): ApiToken {
    const token = this.user(user).tokens.get(name);
    if (!token) throw failure(`no such token '${name}' for user '${user}'`);
    return token;
  }

  createToken(user: string, name: string, about: Omit<ApiToken, "secret">): ApiToken {
    const token = { ...about, secret: randomUUID() };
    this.user(user).tokens.set(name, token);
    return token;
  }

  deleteToken(user: string, name: string): void {
    this.token(user, name);
    this.user(user).tokens.delete(name);
    this.grants.delete(`${user}!${name}`);
  }

  grant(who: string, grant: Grant): void {
    const others = (this.grants.get(who) ?? []).filter(({ path, role }) => path !== grant.path || role !== grant.role);
    this.grants.set(who, [...others, grant]);
  }

  revoke(who: string, { path, role }: Omit<Grant, "propagate">): void {
    const left = (this.grants.get(who) ?? []).filter((grant) => grant.path !== path || grant.role !== role);
    this.grants.set(who, left);
  }

  everyGrant(): readonly (Grant & { readonly who: string })[] {
    return [...this.grants].flatMap(([who, grants]) => grants.map((grant) => ({ who, ...grant })));
  }

  /** What a token may do at a path: what its user may, and with a separation of privileges no more than it may itself. */
  privilegesOf(user: string, token: string, path: string): ReadonlySet<string> {
    const ofUser = this.privilegesAt(user, path);
    if (!this.token(user, token).privsep) return ofUser;
    const own = this.privilegesAt(`${user}!${token}`, path);
    return new Set([...ofUser].filter((privilege) => own.has(privilege)));
  }

  /** The roles of the nearest path that has any replace those of the paths above it. */
  private privilegesAt(who: string, path: string): ReadonlySet<string> {
    const grants = this.grants.get(who) ?? [];
    for (const place of upwards(path)) {
      const here = grants.filter((grant) => grant.path === place && (place === path || grant.propagate));
      if (here.length > 0) return new Set(here.flatMap(({ role }) => [...(this.roles.get(role) ?? [])]));
    }
    return new Set();
  }
}

function upwards(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return [...parts.map((_, index) => `/${parts.slice(0, parts.length - index).join("/")}`), "/"];
}
