import { permissionError } from "../errors";
import type { Actor } from "./actor";

/** Every privilege of Proxmox VE 9 (pve-access-control, AccessControl.pm). */
export const everyPrivilege: readonly string[] = [
  ...["Allocate", "AllocateSpace", "AllocateTemplate", "Audit"].map((name) => `Datastore.${name}`),
  "Group.Allocate",
  "Mapping.Audit",
  "Mapping.Modify",
  "Mapping.Use",
  "Permissions.Modify",
  "Pool.Allocate",
  "Pool.Audit",
  "Realm.Allocate",
  "Realm.AllocateUser",
  "SDN.Allocate",
  "SDN.Audit",
  "SDN.Use",
  ...["AccessNetwork", "Audit", "Console", "Incoming", "Modify", "PowerMgmt", "Syslog"].map((name) => `Sys.${name}`),
  "User.Modify",
  "VM.Allocate",
  "VM.Audit",
  "VM.Backup",
  "VM.Clone",
  ...["CDROM", "CPU", "Cloudinit", "Disk", "HWType", "Memory", "Network", "Options"].map((it) => `VM.Config.${it}`),
  ...["Audit", "FileRead", "FileSystemMgmt", "FileWrite", "Unrestricted"].map((name) => `VM.GuestAgent.${name}`),
  "VM.Console",
  "VM.Migrate",
  "VM.PowerMgmt",
  "VM.Replicate",
  "VM.Snapshot",
  "VM.Snapshot.Rollback",
];

/** What somebody may do at a path and below it, besides what is granted on `/`. */
export interface PathGrant {
  readonly path: string;
  readonly privileges: readonly string[];
}

/** Who calls, and what the role of that token allows; the ACL sits on `/` and propagates. */
export class Caller {
  /** `user@realm!token`, as UPIDs carry it. */
  readonly user: string;
  readonly actor: Actor;
  private readonly privileges: ReadonlySet<string> | "all";

  private readonly atPath: (path: string) => ReadonlySet<string>;

  constructor(
    user: string,
    privileges: readonly string[] | "all",
    actor: Actor = "program",
    atPath: (path: string) => ReadonlySet<string> = () => new Set(),
  ) {
    this.user = user;
    this.actor = actor;
    this.privileges = privileges === "all" ? privileges : new Set(privileges);
    this.atPath = atPath;
  }

  /** At a path, by any role that is granted there or above. */
  may(path: string, privilege: string): boolean {
    return this.has(privilege) || this.atPath(path).has(privilege);
  }

  has(privilege: string): boolean {
    return this.privileges === "all" || this.privileges.has(privilege);
  }

  all(): readonly string[] {
    return this.privileges === "all" ? everyPrivilege : [...this.privileges];
  }

  /** Every one of them, or 403 that names the first one missing. */
  check(path: string, ...privileges: readonly string[]): void {
    const missing = privileges.find((privilege) => !this.may(path, privilege));
    if (missing !== undefined) throw permissionError(`${path}, ${missing}`);
  }

  /** At least one of them. */
  checkAny(path: string, ...privileges: readonly string[]): void {
    if (!privileges.some((privilege) => this.may(path, privilege)))
      throw permissionError(`${path}, ${privileges.join("|")}`);
  }
}

/** What an endpoint asks of its caller before anything else; `{name}` stands for a parameter. */
export type Permission =
  | "anybody"
  | { readonly path: string; readonly all: readonly string[] }
  | { readonly path: string; readonly any: readonly string[] }
  | { readonly every: readonly Permission[] }
  | { readonly either: readonly Permission[] };

export function enforce(caller: Caller, permission: Permission, fill: (path: string) => string): void {
  if (permission === "anybody") return;
  const [path, asked] = "all" in permission ? [permission.path, permission.all[0]] : ["", ""];
  // A path that is none allows nothing (pve-access-control, `normalize_path`).
  if (path !== "" && !/^[\p{L}\p{N}./_-]+$/u.test(fill(path))) throw permissionError(`, ${asked}`);
  if ("every" in permission) {
    for (const part of permission.every) enforce(caller, part, fill);
  } else if ("either" in permission) {
    if (!permission.either.some((part) => allows(caller, part, fill))) throw permissionError();
  } else if ("all" in permission) caller.check(fill(permission.path), ...permission.all);
  else caller.checkAny(fill(permission.path), ...permission.any);
}

function allows(caller: Caller, permission: Permission, fill: (path: string) => string): boolean {
  // The pool counts only where one is given (`require_param`).
  if (typeof permission === "object" && "path" in permission && fill(permission.path) === "/pool/") return false;
  try {
    enforce(caller, permission, fill);
    return true;
  } catch {
    return false;
  }
}
