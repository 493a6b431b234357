import { parse, stringify } from "yaml";

interface StackFile {
  readonly config: Record<string, Record<string, unknown>>;
}

/**
 * A stack of one host `pve` as one of several: `pve`, `pve-2` …, a template on each, its nodes dealt out in turn, those of
 * a role separately. Hosts but the first call the storage of their disks `fast`.
 */
export function onHosts(stack: string, count: number): string {
  const file = parse(stack) as StackFile;
  const proxmox = file.config["homelab:proxmox"] as { hosts: Record<string, Record<string, unknown>> };
  const { pve = {} } = proxmox.hosts;
  for (let number = 2; number <= count; number++) proxmox.hosts[`pve-${number}`] = anotherHost(pve, number);
  const dealt = new Map<unknown, number>();
  for (const node of Object.values(file.config["homelab:nodes"] ?? {}) as Record<string, unknown>[]) {
    const turn = dealt.get(node["role"]) ?? 0;
    dealt.set(node["role"], turn + 1);
    node["host"] = ["pve", ...Array.from({ length: count - 1 }, (_, index) => `pve-${index + 2}`)][turn % count];
  }
  return stringify(file, { lineWidth: 0 });
}

function anotherHost(first: Readonly<Record<string, unknown>>, number: number): Record<string, unknown> {
  const { "local-zfs": disks, ...others } = first["storages"] as Record<string, unknown>;
  return {
    ...first,
    address: String(first["address"]).replace(/\d+$/, (last) => String(Number(last) + number)),
    templateVmId: 9000 + number,
    diskStorage: "fast",
    storages: { ...others, fast: disks },
  };
}

/** The same where one of the hosts is no member of the others' Proxmox cluster; there it may be called like any of them. */
export function standingAlone(stack: string, name: string, node?: string): string {
  const file = parse(stack) as StackFile;
  const { hosts } = file.config["homelab:proxmox"] as { hosts: Record<string, Record<string, unknown>> };
  hosts[name] = { ...hosts[name], ...(node !== undefined && { node }), endpoint: "https://192.0.2.77:8006/" };
  return stringify(file, { lineWidth: 0 });
}

/**
 * The same where the hosts share their storage, Ceph's for disks and an NFS server's for files: one template serves all of
 * them, and nothing says where it is.
 */
export function onSharedStorage(stack: string, count: number): string {
  const file = parse(onHosts(stack, count)) as StackFile;
  const { hosts, ...others } = file.config["homelab:proxmox"] as { hosts: Record<string, Record<string, unknown>> };
  const shared = {
    ceph: { type: "rbd", content: ["images"], capacityGiB: 900 },
    nas: { type: "nfs", content: ["import", "snippets"], capacityGiB: 100 },
  };
  file.config["homelab:proxmox"] = { ...others, storages: shared, hosts: mapValues(hosts, withoutStorages) };
  file.config["homelab:template"] = { ...file.config["homelab:template"], ...PLACES };
  for (const pool of Object.values(file.config["homelab:pools"] ?? {}))
    Object.assign(pool as object, { storage: "ceph" });
  return stringify(file, { lineWidth: 0 });
}

const PLACES = { imageStorage: "nas", diskStorage: "ceph", snippetStorage: "nas" };

function withoutStorages(host: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { templateVmId: _id, diskStorage: _disks, ...others } = host;
  return { ...others, storages: {} };
}

function mapValues<T, R>(map: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}
