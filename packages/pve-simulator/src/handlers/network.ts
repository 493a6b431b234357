import type { Call } from "../http/route";
import type { Datacenter } from "../model/datacenter";
import type { Host } from "../model/host";
import type { NetworkInterface } from "../model/network-interface";
import { reloadNetwork } from "../model/reload-network";
import { splitList } from "../schema/formats";

const notOptions = ["node", "iface", "type", "delete"];
/** JSON integers in PVE's answers; `mtu` and `vlan-id` are strings there. */
const numeric = new Set(["autostart", "bridge_vlan_aware"]);

const isBridge = ({ type }: NetworkInterface): boolean => type === "bridge" || type === "OVSBridge";

/** A bridge is for those who may use it or look at it. */
export function list({ caller, host, params }: Call): unknown {
  const type = params.maybe("type") ?? "include_sdn";
  const wanted = (entry: NetworkInterface) =>
    type === "include_sdn" || entry.type === type || (/^any_/.test(type) && isBridge(entry));
  const seesBridges = caller.has("SDN.Audit") || caller.has("SDN.Use");
  const seen = host.network
    .all()
    .filter((entry) => wanted(entry) && (seesBridges || !isBridge(entry)))
    .map((entry) => view(entry, host.network.isActive(entry.iface)));
  return type === "include_sdn" ? [...seen, ...host.network.namedOnly().map((iface) => ({ iface, exists: 0 }))] : seen;
}

/** Of one interface the answer does not say the name again, unlike the list. */
export function read({ host, params }: Call): unknown {
  if (host.network.namedOnly().includes(params.text("iface"))) return { exists: 0 };
  const entry = host.network.get(params.text("iface"));
  const { iface: _, ...told } = view(entry, host.network.isActive(entry.iface));
  return told;
}

export function create({ host, params }: Call): null {
  host.network.create(params.text("iface"), params.text("type"), params.except(...notOptions));
  return null;
}

export function update({ datacenter, host, params }: Call): null {
  touch(datacenter, host, params.text("iface"), "changed");
  const removed = splitList(params.maybe("delete") ?? "");
  host.network.update(params.text("iface"), params.text("type"), params.except(...notOptions), removed);
  return null;
}

export function remove({ datacenter, host, params }: Call): null {
  touch(datacenter, host, params.text("iface"), "removed");
  host.network.remove(params.text("iface"));
  return null;
}

function touch(datacenter: Datacenter, host: Host, iface: string, deed: string): void {
  const { maker } = host.network.get(iface);
  datacenter.touch(maker, { what: `network interface ${iface} on ${host.name}`, deed });
}

export function revert({ host }: Call): null {
  host.network.revert();
  return null;
}

export function reload({ caller, datacenter, host }: Call): string {
  const { clock, events, latencies } = datacenter.simulation;
  const task = { node: host.node, type: "srvreload", id: "networking", user: caller.user, machine: host.name };
  return datacenter.tasks.start(task, () =>
    events.span(host.name, "network-reload", latencies.quickTask, async () => {
      await clock.sleep(latencies.quickTask);
      reloadNetwork(datacenter, host);
    }),
  );
}

function view({ iface, type, options, priority, isFilledIn = false }: NetworkInterface, active: boolean) {
  const { families = "inet", options: lines, ...others } = options;
  const isNumber = (name: string) => numeric.has(name) || (isFilledIn && name === "bridge_fd");
  const typed = Object.entries(others).map(([name, value]) => [name, isNumber(name) ? Number(value) : value]);
  return {
    iface,
    type,
    families: families.split(" "),
    ...(lines !== undefined && { options: lines.split("\n") }),
    ...(priority !== undefined && { priority }),
    ...(active && { active: 1, ...(type === "eth" && { exists: 1 }) }),
    ...(Object.fromEntries(typed) as Record<string, unknown>),
  };
}
