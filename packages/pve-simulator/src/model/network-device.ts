import { parsePropertyString, printPropertyString, type Properties } from "../schema/property-string";
import { netFormat } from "../tables/device-formats";
import type { Datacenter } from "./datacenter";

export function parseNet(value: string): Properties {
  return parsePropertyString(netFormat, value);
}

export function printNet(net: Properties): string {
  return printPropertyString(netFormat, net);
}

/** A NIC as it is stored: who comes without an address gets one. */
export function netWithAddress({ macs }: Datacenter, vmId: number, name: string, value: string): string {
  return printNet({ macaddr: macs.next(`${vmId}/${name}`), ...parseNet(value) });
}
