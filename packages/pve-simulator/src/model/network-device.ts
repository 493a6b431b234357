import { createHash } from "node:crypto";
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

/** MAC addresses as PVE gives them: Proxmox's own prefix, then three bytes that no two devices share. */
export class MacAddresses {
  private given = 0;

  next(seed: string): string {
    const digest = createHash("sha1").update(`${seed}/${this.given++}`).digest("hex").toUpperCase();
    return `BC:24:11:${digest.slice(0, 2)}:${digest.slice(2, 4)}:${digest.slice(4, 6)}`;
  }
}
