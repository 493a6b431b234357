import { parse } from "yaml";
import { prefixOfNetmask } from "../../network/ipv4";
import { segmentOf } from "../../network/segment";
import type { Interface } from "../../network/endpoint";
import type { PowerOn } from "pve-simulator";

interface Subnet {
  readonly type?: string;
  readonly address?: string;
  readonly netmask?: string;
  readonly gateway?: string;
}

interface Entry {
  readonly type?: string;
  readonly name?: string;
  readonly mac_address?: string;
  readonly subnets?: readonly Subnet[];
  /** Of a name server. */
  readonly address?: readonly string[];
  readonly search?: readonly string[];
}

/** An address on one of the machine's NICs. */
export interface GuestInterface extends Interface {
  readonly name: string;
  readonly mac: string;
}

/** Name servers and search domains of a configuration. */
export function readResolver(text: string): {
  readonly servers: readonly string[];
  readonly search: readonly string[];
} {
  const { config = [] } = (parse(text, { version: "1.1" }) ?? {}) as { config?: readonly Entry[] };
  return {
    servers: config.flatMap(({ address = [] }) => address),
    search: config.flatMap(({ search = [] }) => search),
  };
}

/** Network configuration version 1 (what PVE writes), bound to NICs by MAC; a NIC that is not there is left out. */
export function readNetworkConfig(text: string, nics: PowerOn["nics"]): readonly GuestInterface[] {
  const { config = [] } = (parse(text, { version: "1.1" }) ?? {}) as { config?: readonly Entry[] };
  return config.filter((entry) => entry.type === "physical").flatMap((entry) => interfaces(entry, nics));
}

function interfaces(entry: Entry, nics: PowerOn["nics"]): GuestInterface[] {
  const mac = (entry.mac_address ?? "").toLowerCase();
  const nic = nics.find((nic) => nic.mac.toLowerCase() === mac);
  if (!nic) return [];
  return (entry.subnets ?? []).flatMap((subnet) => {
    const [address, prefix] = (subnet.address ?? "").split("/");
    if (!subnet.type?.startsWith("static") || !address) return [];
    const length = prefix !== undefined ? Number(prefix) : prefixOfNetmask(subnet.netmask ?? "");
    return [
      {
        name: entry.name ?? "eth0",
        mac,
        segment: segmentOf(nic),
        address,
        prefix: length,
        ...(subnet.gateway && { gateway: subnet.gateway }),
      },
    ];
  });
}
