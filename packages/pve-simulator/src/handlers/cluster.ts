import { parameterErrors } from "../errors";
import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import type { Host } from "../model/host";
import { knownOf } from "../model/host-power";
import { everyPrivilege } from "../model/permissions";
import { isQuorate } from "../model/quorum";
import { GiB, MiB } from "../schema/size";
import { guestRows, type ResourceRow, storageRows } from "./resource-rows";

export function version({ datacenter }: Call): unknown {
  const full = datacenter.simulation.spec.pveVersion;
  return { version: full, release: full.split(".").slice(0, 2).join("."), repoid: "rehearsal" };
}

export function nextId({ datacenter, params }: Call): string {
  const wanted = params.number("vmid");
  if (wanted !== undefined) {
    if (datacenter.takenBy(wanted) !== undefined) throw parameterErrors({ vmid: `VM ${wanted} already exists` });
    return String(wanted);
  }
  let id = 100;
  while (datacenter.takenBy(id) !== undefined) id++;
  return String(id);
}

export function resources({ caller, datacenter, params }: Call): unknown {
  const type = params.maybe("type");
  const wants = (kind: string) => type === undefined || type === kind;
  const hosts = [...datacenter.hosts.values()];
  return [
    ...(type === undefined && caller.has("Pool.Audit") ? poolRows(datacenter) : []),
    ...(wants("vm") && caller.has("VM.Audit") ? rowsInPools(datacenter, caller.has("Pool.Audit")) : []),
    ...(wants("node")
      ? hosts.map((host) => ({ id: `node/${host.node}`, type: "node", ...nodeRow(datacenter, host) }))
      : []),
    ...(wants("storage") && caller.has("Datastore.Audit") ? storageRows(datacenter) : []),
  ];
}

/** A host that is no member of a cluster tells of itself only. */
export function clusterStatus({ datacenter }: Call): unknown {
  const { size } = datacenter.hosts;
  const quorate = isQuorate(datacenter) ? 1 : 0;
  const cluster = { type: "cluster", id: "cluster", name: "rehearsal", nodes: size, version: size, quorate };
  const members = [...datacenter.hosts.values()].map((host, i) => ({
    id: `node/${host.node}`,
    type: "node",
    name: host.node,
    nodeid: i + 1,
    online: knownOf(datacenter, host) === "online" ? 1 : 0,
    local: i === 0 ? 1 : 0,
  }));
  return size === 1 ? members : [cluster, ...members];
}

export function nodes({ datacenter }: Call): unknown {
  return [...datacenter.hosts.values()].map((host) => ({
    id: `node/${host.node}`,
    type: "node",
    ...nodeRow(datacenter, host),
  }));
}

const processor = { model: "rehearsal", mhz: "3600.000", hvm: "1", flags: "aes hypervisor", user_hz: 100 };
const kernel = { release: "6.14.8-2-pve", version: "#1 SMP PREEMPT_DYNAMIC PMX 6.14.8-2", machine: "x86_64" };
/** The host's own file system, of which nobody here asks more. */
const ROOT_BYTES = 90 * GiB;

/** Every field that PVE has for a host (pve-manager, API2/Nodes.pm). */
export function nodeStatus({ datacenter, host }: Call): unknown {
  const { threads } = host.spec;
  const total = host.spec.memoryMiB * MiB;
  const used = memoryUsed(datacenter, host);
  return {
    uptime: Math.floor(datacenter.simulation.clock.now() / 1000) + 86_400,
    cpu: 0,
    wait: 0,
    idle: 0,
    cpuinfo: { cpus: threads, cores: threads, sockets: 1, ...processor },
    memory: { total, used, free: total - used, available: total - used },
    swap: { total: 0, used: 0, free: 0 },
    ksm: { shared: 0 },
    rootfs: { total: ROOT_BYTES, used: 0, free: ROOT_BYTES, avail: ROOT_BYTES },
    loadavg: ["0.00", "0.00", "0.00"],
    "boot-info": { mode: "efi", secureboot: 0 },
    "current-kernel": { sysname: "Linux", ...kernel },
    kversion: `Linux ${kernel.release} ${kernel.version}`,
    pveversion: `pve-manager/${datacenter.simulation.spec.pveVersion}/0000000000000000`,
  };
}

export function hardwarePci({ host }: Call): unknown {
  return host.spec.pci.map(({ address, id, subsystemId, iommuGroup }) => {
    const [vendor, device] = id.split(":");
    const [subVendor, subDevice] = subsystemId?.split(":") ?? [];
    const subsystem =
      subVendor === undefined ? {} : { subsystem_vendor: `0x${subVendor}`, subsystem_device: `0x${subDevice}` };
    return {
      id: address,
      class: "0x030000",
      vendor: `0x${vendor}`,
      device: `0x${device}`,
      iommugroup: iommuGroup,
      ...subsystem,
    };
  });
}

/** Paths that are always included (pve-access-control, `get_effective_permissions`). */
const toldPaths = ["/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms"];

/** A user's permissions; roles are set on `/` and propagate. Those of others are shown to users who may audit users. */
export function permissions({ caller, datacenter, params }: Call): unknown {
  const who = params.maybe("userid") ?? caller.user;
  if (who !== caller.user) caller.check("/access", "Sys.Audit");
  const may = who === caller.user ? caller.all() : privilegesOf(who, datacenter);
  const privileges = Object.fromEntries(may.map((privilege) => [privilege, 1]));
  const asked = params.maybe("path") ?? "";
  // Roles are looked up by the parts of a path behind its first slash: what has none there, or nothing in it, has no role.
  const isPath = asked === "/" || /^\/[^/]/.test(asked);
  if (asked !== "" && asked !== "0") return { [asked]: isPath ? privileges : {} };
  const paths = Object.keys(privileges).length === 0 ? [] : [...toldPaths, ...datacenter.pools.paths()];
  return Object.fromEntries(paths.map((path) => [path, privileges]));
}

/** The user of a token may do what it may; who is not known may do nothing. */
function privilegesOf(who: string, { simulation: { spec } }: Datacenter): readonly string[] {
  if (who === "root@pam") return everyPrivilege;
  const tokens = [spec.token, ...(spec.otherTokens ?? [])];
  const found = tokens.find(({ id }) => id === who) ?? tokens.find(({ id }) => id.startsWith(`${who}!`));
  return found?.privileges === "all" ? everyPrivilege : (found?.privileges ?? []);
}

/** Guests with the pool each is in, and what HA makes of it. */
function rowsInPools(datacenter: Datacenter, seesPools: boolean): ResourceRow[] {
  return guestRows(datacenter).map((row) => {
    const [pool, service] = [datacenter.pools.of(Number(row["vmid"])), datacenter.ha.find(Number(row["vmid"]))];
    if (service) row["hastate"] = service.state === "ignored" ? "ignored" : service.crmState;
    return pool && seesPools ? Object.assign(row, { pool: pool.id }) : row;
  });
}

function poolRows({ pools }: Datacenter) {
  const ids = pools.all().map(({ id }) => id);
  return ids.sort().map((id) => ({ id: `/pool/${id}`, pool: id, type: "pool" }));
}

function nodeRow(datacenter: Datacenter, host: Host) {
  const known = knownOf(datacenter, host);
  if (known === "forgotten") return { node: host.node, status: "offline" };
  const hardware = { maxmem: host.spec.memoryMiB * MiB, maxcpu: host.spec.threads, level: "" };
  if (known === "offline") return { node: host.node, status: "offline", ...hardware };
  const usage = { mem: memoryUsed(datacenter, host), cpu: 0, uptime: 86_400 };
  return { node: host.node, status: "online", ...hardware, ...usage };
}

function memoryUsed(datacenter: Datacenter, host: Host): number {
  let used = 0;
  for (const vm of datacenter.vms.values()) if (vm.host === host) used += (vm.running?.memoryMiB ?? 0) * MiB;
  return used;
}
