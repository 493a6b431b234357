import type { Actor } from "./actor";

/** One entry of /etc/network/interfaces, by the names of PVE's API. */
export interface NetworkInterface {
  readonly iface: string;
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
  /** Its place in the file; a NIC that nobody wrote anything about has none. */
  readonly priority: number | undefined;
  readonly maker: Actor;
  /** Whether its bridge's delay was not in the file: then it is a number. */
  readonly isFilledIn?: boolean;
}

/** Options that name the interfaces plugged into one. */
export const portOptions = ["bridge_ports", "ovs_ports", "slaves", "ovs_bonds"] as const;

/** Names in a list. */
export function portsIn(list: string | undefined): string[] {
  return (list ?? "").split(/[;,\s]+/).filter((port) => port !== "");
}

/** The interfaces that are plugged into a bridge or bond of these options. */
export function portsOf(options: Readonly<Record<string, string>>): string[] {
  return portOptions.flatMap((option) => portsIn(options[option]));
}
