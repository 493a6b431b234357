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

/** A VLAN of an interface comes into being with the bridge; an interface must be there and have no address. */
export function checkPortsExist(
  iface: string,
  options: Options,
  configured: ReadonlyMap<string, NetworkInterface>,
): void {
  for (const port of portsOf(options)) {
    const found = configured.get(port);
    if (!found && !/^\S+\.\d+$/.test(port)) throw failure(`bridge '${iface}' - unable to find bridge port '${port}'`);
    if (found?.options["cidr"] !== undefined)
      throw failure(`iface ${port} - ip address can't be set on interface if bridged in ${iface}`);
  }
}
