import { failure, parameterErrors } from "../errors";
import { portOptions, portsIn, portsOf, type NetworkInterface } from "./network-interface";

type Options = Readonly<Record<string, string>>;

/** What PVE refuses in a network configuration before it writes it (pve-manager API2/Network.pm, pve-common Interfaces.pm). */
export function checkSingleGateway(others: readonly NetworkInterface[], given: Options): void {
  for (const [option, what] of [
    ["gateway", "Default gateway"],
    ["gateway6", "Default ipv6 gateway"],
  ] as const) {
    const holder = others.find(({ options }) => options[option] !== undefined);
    if (given[option] !== undefined && holder)
      throw parameterErrors({ [option]: `${what} already exists on interface '${holder.iface}'.` });
  }
}

export function checkPortsAreFree(others: readonly NetworkInterface[], given: Options): void {
  const option = portOptions.find((name) => (given[name] ?? "") !== "");
  if (option === undefined) return;
  for (const { iface, options } of others) {
    const used = portsOf(options).find((port) => portsOf(given).includes(port));
    if (used !== undefined) throw parameterErrors({ [option]: `${used} is already used on interface '${iface}'.` });
  }
}

/**
 * Checks when the whole file is written, whichever interface changed (pve-common, INotify.pm,
 * `__write_etc_network_interfaces`). Interfaces are in hash order, and the first error is reported.
 */
export function checkFile(interfaces: readonly NetworkInterface[]): void {
  const byName = new Map(interfaces.map((entry) => [entry.iface, entry]));
  for (const entry of interfaces) if (entry.type === "bond") checkBond(entry, byName);
  for (const entry of interfaces) if (entry.type === "vlan") checkVlan(entry, byName);
  for (const entry of interfaces) if (entry.type === "bridge") checkBridge(entry, byName);
}

type ByName = ReadonlyMap<string, NetworkInterface>;

function checkBond({ iface, options }: NetworkInterface, byName: ByName): void {
  const slaves = portsIn(options["slaves"]);
  if (slaves.length === 0) return;
  for (const slave of slaves) {
    const { type } = byName.get(slave) ?? { type: "" };
    if (type !== "eth" && type !== "bond")
      throw failure(`bond '${iface}' - wrong interface type on slave '${slave}' ('${type}' != 'eth or bond')`);
  }
  const primary = options["bond-primary"];
  if (primary !== undefined && !slaves.includes(primary))
    throw failure(`bond '${iface}' - bond-primary interface is not a slave${at(1645)}`);
}

/** Where Perl tells its own place of a complaint. */
const at = (line: number) => ` at /usr/share/perl5/PVE/INotify.pm line ${line}.`;

const tagged = /^(\S+)\.(\d+)$/;

function checkVlan({ iface, options }: NetworkInterface, byName: ByName): void {
  const [, ofName, tag = /^vlan(\d+)$/.exec(iface)?.[1]] = tagged.exec(iface) ?? [];
  const parent = ofName ?? options["vlan-raw-device"];
  if (parent === undefined) throw failure(`missing vlan-raw-device option${at(1691)}`);
  const id = tag ?? options["vlan-id"];
  if (id === undefined) throw failure(`missing vlan-id option${at(1699)}`);
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
    if (found.options["method"] === "static" || found.options["method6"] === "static")
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
