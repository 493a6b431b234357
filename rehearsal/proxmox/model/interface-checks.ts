import { failure, parameterErrors } from "../errors";
import { portsOf, type NetworkInterface } from "./network-interface";

type Options = Readonly<Record<string, string>>;

/** What PVE refuses in a network configuration before it writes it (pve-manager API2/Network.pm, pve-common Interfaces.pm). */
export function checkSingleGateway(others: readonly NetworkInterface[], given: Options): void {
  const holder = others.find(({ options }) => options["gateway"] !== undefined);
  if (given["gateway"] === undefined || !holder) return;
  throw parameterErrors({ gateway: `Default gateway already exists on interface '${holder.iface}'.` });
}

export function checkPortsAreFree(others: readonly NetworkInterface[], given: Options): void {
  for (const port of portsOf(given)) {
    const holder = others.find(({ options }) => portsOf(options).includes(port));
    if (holder) throw parameterErrors({ bridge_ports: `${port} is already used on interface '${holder.iface}'.` });
  }
}

/**
 * What is refused when the whole file is written, whoever's part changed (pve-common, INotify.pm,
 * `__write_etc_network_interfaces`). The interfaces come in the order of a hash, and the first complaint is told.
 */
export function checkFile(interfaces: readonly NetworkInterface[]): void {
  const byName = new Map(interfaces.map((entry) => [entry.iface, entry]));
  for (const entry of interfaces) if (entry.type === "vlan") checkVlan(entry, byName);
  for (const entry of interfaces) if (entry.type === "bridge") checkBridge(entry, byName);
}

type ByName = ReadonlyMap<string, NetworkInterface>;

const tagged = /^(\S+)\.(\d+)$/;

function checkVlan({ iface, options }: NetworkInterface, byName: ByName): void {
  const [, ofName, tag = /^vlan(\d+)$/.exec(iface)?.[1]] = tagged.exec(iface) ?? [];
  const parent = ofName ?? options["vlan-raw-device"];
  if (parent === undefined) throw failure("missing vlan-raw-device option");
  const id = tag ?? options["vlan-id"];
  if (id === undefined) throw failure("missing vlan-id option");
  if (Number(id) > 4094) throw failure(`vlan '${iface}' - vlan-id ${id} should be <= 4094`);
  const found = byName.get(parent);
  if (!found) throw failure(`vlan '${iface}' - unable to find parent '${parent}'`);
  if (!["eth", "bridge", "bond", "vlan"].includes(found.type)) {
    throw failure(
      `vlan '${iface}' - wrong interface type on parent '${parent}' ('${found.type}' != 'eth|bond|bridge|vlan' )`,
    );
  }
  checkMtu(found, options["mtu"], iface);
}

/** A VLAN of an interface comes into being with the bridge; an interface must be there and have no address. */
function checkBridge({ iface, options }: NetworkInterface, byName: ByName): void {
  for (const port of portsOf(options)) {
    const found = byName.get(port) ?? vlanOf(port, byName);
    if (!found) throw failure(`bridge '${iface}' - unable to find bridge port '${port}'`);
    if ((found.options["cidr"] ?? found.options["address"]) !== undefined)
      throw failure(`iface ${port} - ip address can't be set on interface if bridged in ${iface}`);
    checkMtu(found, options["mtu"], iface);
  }
}

function vlanOf(port: string, byName: ByName): Pick<NetworkInterface, "iface" | "type" | "options"> | undefined {
  const parent = tagged.exec(port)?.[1];
  if (parent === undefined) return undefined;
  const mtu = byName.get(parent)?.options["mtu"];
  return { iface: port, type: "vlan", options: mtu === undefined ? {} : { mtu } };
}

function checkMtu(
  parent: Pick<NetworkInterface, "iface" | "type" | "options">,
  mtu: string | undefined,
  child: string,
): void {
  if (mtu === undefined || mtu === "0") return;
  const most = parent.options["mtu"] ?? (parent.type === "bond" ? mtu : "1500");
  if (Number(most) < Number(mtu))
    throw failure(`interface '${parent.iface}' - mtu ${most} is lower than '${child}' - mtu ${mtu}`);
}
