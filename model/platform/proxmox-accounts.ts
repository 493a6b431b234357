/** Programs on a cluster that talk to Proxmox, each as a user of its own. */
export type AccountName = "csi";

/**
 * What a program may do, on its nodes' VMs and on the storages of its volumes, and nowhere else (proxmox-csi-plugin v0.19.1,
 * docs/install.md).
 */
export const accountPrivileges: Readonly<Record<AccountName, readonly string[]>> = {
  csi: ["Datastore.Allocate", "Datastore.AllocateSpace", "Datastore.Audit", "VM.Audit", "VM.Config.Disk"],
};

/** The group that the program may make users in: an administrator has made it (docs/tasks/proxmox-csi.md). */
export const ACCOUNT_GROUP = "homelab";

/** What the program's own token must be allowed for that, besides its role on `/`. */
export const accountGrants: readonly { readonly path: string; readonly privileges: readonly string[] }[] = [
  { path: `/access/groups/${ACCOUNT_GROUP}`, privileges: ["User.Modify"] },
  { path: "/access/realm/pve", privileges: ["Realm.AllocateUser"] },
];

/** A Secret that the chart of an add-on reads. */
export interface SecretPlan {
  readonly name: string;
  readonly data: Readonly<Record<string, SecretValue>>;
}

export type SecretValue =
  | { readonly text: string }
  /** Derived from the cluster's own key: the same at every run. */
  | { readonly generated: string }
  /** The configuration of a program that talks to Proxmox: where it is, and with which token. */
  | { readonly account: AccountName };
